"""What is wrong with an event or a finished file: pure functions, which open and change nothing."""

import sys

from conceptnote import CallablePackage

sys.modules[__name__].__class__ = CallablePackage
