"""The pipeline: the only code that writes papers, and the only one that knows all the parts that it is made of."""

import sys

from conceptnote import CallablePackage

sys.modules[__name__].__class__ = CallablePackage
