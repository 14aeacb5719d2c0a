"""e^x for numbers that decay, in steps that a processor does on several numbers at once.

The exponential of the C library is called one number at a time; nine tenths of a kernel's time are
exponentials. With x = k ln 2 + r, e^x = 2^k e^r, and e^r is the polynomial of degree 10 that meets it at
Chebyshev's points of |r| <= ln 2 / 2 (Muller, Elementary Functions).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.polynomial import Chebyshev, Polynomial

_LN2 = math.log(2)
_LOG2_E = 1 / _LN2
_TO_WHOLE = 6755399441055744.0  # 1.5 x 2^52: adding it rounds to a whole number, which stands in the low bits
_E0, _E1, _E2, _E3, _E4, _E5, _E6, _E7, _E8, _E9, _E10 = (
    float(each) for each in Polynomial.cast(Chebyshev.interpolate(np.exp, 10, [-_LN2 / 2, _LN2 / 2])).convert().coef
)
_LOWEST = -700.0  # e^-700 is 1e-304: nothing is left, and no exponent wraps round


def _bits_code(typing: Any, number: Any) -> Any:
    """The 64 bits of a float, as an integer."""
    del typing, number

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        del context, signature
        return builder.bitcast(args[0], ir.IntType(64))

    return types.int64(types.float64), code


def _float_of_code(typing: Any, bits: Any) -> Any:
    """The float that has these 64 bits."""
    del typing, bits

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        del context, signature
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), code


def _fused_code(typing: Any, x: Any, y: Any, z: Any) -> Any:
    """X * y + z, in one rounding where the processor has it."""
    del typing, x, y, z
    double = ir.DoubleType()

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        del context, signature
        shape = ir.FunctionType(double, [double] * 3)
        return builder.call(builder.module.declare_intrinsic("llvm.fmuladd", [double], shape), args)

    return types.float64(types.float64, types.float64, types.float64), code


_bits: Any = intrinsic(_bits_code)
_float_of: Any = intrinsic(_float_of_code)
fused: Any = intrinsic(_fused_code)


@njit(inline="always")
def decayed(x: float) -> float:
    """e^x for x <= 0, nearly to the last digit, in steps that a processor does four at a time."""
    x = max(x, _LOWEST)
    shifted: float = fused(x, _LOG2_E, _TO_WHOLE)
    r = fused(shifted - _TO_WHOLE, -_LN2, x)
    r2 = r * r  # two terms of the polynomial at a time: the processor need not wait for one to do the other
    series = fused(r2, _E10, fused(r, _E9, _E8))
    series = fused(series, r2, fused(r, _E7, _E6))
    series = fused(series, r2, fused(r, _E5, _E4))
    series = fused(series, r2, fused(r, _E3, _E2))
    series = fused(series, r2, fused(r, _E1, _E0))
    value: float = series * _float_of((_bits(shifted) + 1023) << 52)
    return value
