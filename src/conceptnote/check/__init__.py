"""What is wrong with an event or with a finished file: findings, from what is given, with nothing opened or changed."""

import sys

from conceptnote import CallablePackage

sys.modules[__name__].__class__ = CallablePackage
