"""The pipeline: the only package that writes papers, and the only one that knows all others."""

import sys

from conceptnote import CallablePackage

sys.modules[__name__].__class__ = CallablePackage
