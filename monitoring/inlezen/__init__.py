"""Reading what people deliver as Excel or CSV: any file gives the right rows or one clear sentence, never a crash."""

from monitoring.inlezen.bestand import MAX_BYTES, MAX_RIJEN, BestandFout, Blad, lees
from monitoring.inlezen.waarden import CelFout

__all__ = ["MAX_BYTES", "MAX_RIJEN", "BestandFout", "Blad", "CelFout", "lees"]
