// Package search finds the top of a function of one number, and where it falls to a level.
package search

import "math"

// Top finds where f is greatest between a and b: on a grid first, so that a small rise at one
// end is not taken for the top, then by [Golden] around the best point of it.
func Top(f func(float64) float64, a, b float64, grid int, width float64) (x, top float64) {
	best, top := a, math.Inf(-1)
	for i := range grid + 1 {
		x := a + (b-a)*float64(i)/float64(grid)
		if v := f(x); v > top {
			best, top = x, v
		}
	}
	step := (b - a) / float64(grid)
	return Golden(f, max(a, best-step), min(b, best+step), width)
}

// Golden finds where f is greatest between a and b by golden sections, if it has one top
// there, to a stretch of this width.
func Golden(f func(float64) float64, a, b, width float64) (x, top float64) {
	ratio := (math.Sqrt(5) - 1) / 2
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for b-a > width {
		if fc > fd {
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	x = (a + b) / 2
	return x, f(x)
}

// Cross halves the way from inside, where f is above the level, to outside, where it is not,
// to a stretch of this width.
func Cross(f func(float64) float64, inside, outside, level, width float64) float64 {
	for math.Abs(outside-inside) > width {
		middle := (inside + outside) / 2
		if f(middle) > level {
			inside = middle
		} else {
			outside = middle
		}
	}
	return (inside + outside) / 2
}
