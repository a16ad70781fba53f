"""The ScopeGuide panel blacked out: a rectangle cut from the lower-left corner.

Natural dark corners are cut off slantwise or round, so that the dark run along each row
has another length than the one above. A panel's runs all end on one line, upwards as
well as to the right.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import Box

Plane = NDArray[np.uint8]
Lengths = NDArray[np.intp]

DARKEST_LEVEL = 48
"""A corner brighter than this is not black, however the still was brightened."""
BLACK_SPREAD = 14
"""How far above the corner's level black still reaches (inside < 9, beside > 20)."""


def find_black_rectangle(value: Plane, *, least: tuple[int, int]) -> Box | None:
    """Find a black rectangle that starts at the lower-left corner.

    Parameters
    ----------
    value
        shape (H, W), uint8, brightest channel: the lower-left part of a still.
    least
        Least width and height of the rectangle, in pixels.
    """
    height, width = value.shape
    level = float(np.median(value[-least[1] // 4 :, : least[0] // 4 + 1]))
    if level > DARKEST_LEVEL:
        return None
    bright = cv2.threshold(value, level + BLACK_SPREAD, 1, cv2.THRESH_BINARY)[1]
    across = _runs(bright)
    upwards = _runs(np.ascontiguousarray(bright.T[:, ::-1]))
    across = across[::-1]
    best=None
    for a, b, swap in ((across, upwards, False), (upwards, across, True)):
        l = least if not swap else least[::-1]
        r = _edges(a, b, l)
        if r is None: continue
        w,h,s1,s2=r
        if swap: w,h=h,w
        if best is None or w*h>best[0]*best[1]: best=(w,h,s1,s2,swap)
    DEBUG.update(best=best,least=least)
    if best is None: return None
    w,h=best[:2]
    out = Box(0,height-h,w,height)
    DEBUG.update(top=float(np.median(value[max(height-h-4,0):max(height-h-2,1),:w])),right=float(np.median(value[height-h:,w+2:w+4])),inn=float(np.percentile(value[out.slices],97)))
    return out

DEBUG={}

def _edges(a, b, least):
    """b: run upwards of each column; a: run across of each row from the bottom."""
    limit_h=len(a); limit_w=len(b)
    h=_commonest(b, least[1], limit_h-1)
    if h is None: return None
    short=np.flatnonzero(b < h-2)
    w=int(short[0]) if len(short) else limit_w
    if w<least[0] or w>=limit_w: return None
    cols=b[:w]; cols=cols[cols<limit_h]
    rows=a[:h]; rows=rows[rows<limit_w]
    s1=float((np.abs(cols-h)<=2).sum()/w)
    s2=float((np.abs(rows-w)<=2).sum()/h)
    return w,h,s1,s2

def _commonest(runs, lo, hi):
    c=np.bincount(runs,minlength=hi+2).astype(float)
    c=np.convolve(c,np.ones(3),'same')
    c[:lo]=0; c[hi:]=0
    k=int(np.argmax(c))
    return k if c[k]>0 else None

def _runs(bright: Plane) -> Lengths:
    """Return how many pixels of each row are dark from its start on."""
    lengths = np.argmax(bright, axis=1)
    lengths[~bright.any(axis=1)] = bright.shape[1]
    return lengths
