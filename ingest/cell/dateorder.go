package cell

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// A DateOrder is the order of day, month and year in a date of three numbers.
type DateOrder uint8

// The orders; NumOrders is how many there are.
const (
	DayFirst   DateOrder = iota // 1/11/2019, 1-11-19
	monthFirst                  // 11/1/2019, 11-1-19
	yearFirst                   // 19/11/01, 19-11-01: a year of two digits
	NumOrders
)

// DateOrderNames are what a layout and --dates call the orders.
var DateOrderNames = [NumOrders]string{"day/month", "month/day", "year/month"}

// NoOrder is for texts of which nothing tells the order.
var NoOrder varighet.Opt[DateOrder]

// String is the order as a layout has it: "day/month".
func (o DateOrder) String() string { return DateOrderNames[o] }

// A WrittenDate is what a text says under each order.
type WrittenDate struct {
	By      [NumOrders]Date
	Is      [NumOrders]bool // a date under this order
	Ordered bool            // the order matters: three numbers with slashes or hyphens between
	UTC     bool            // an instant in UTC, read as Oslo time
}

// IsDate reports whether the text is a date under some order.
func (w *WrittenDate) IsDate() bool { return w.Is[DayFirst] || w.Is[monthFirst] || w.Is[yearFirst] }

// Known returns the date under an order, if one is given, or if they all agree.
func (w *WrittenDate) Known(order varighet.Opt[DateOrder]) (Date, bool) {
	if !w.Ordered {
		return w.By[DayFirst], w.Is[DayFirst]
	}
	if !order.OK {
		order.V, order.OK = DecideOrder([]WrittenDate{*w}, nil)
	}
	return w.By[order.V], order.OK && w.Is[order.V]
}

// isOrdered reports whether tokens begin with three numbers between which there are slashes,
// or hyphens, twice the same. 1/11-2019 is Norwegian, with the day first.
func isOrdered(ts []Token) bool {
	if len(ts) < 3 || ts[1].Gap != ts[2].Gap || ts[1].Gap != "/" && ts[1].Gap != "-" {
		return false
	}
	for _, t := range ts[:2] {
		if t.Digits != 1 && t.Digits != 2 {
			return false
		}
	}
	_, isYear := ts[2].year()
	return isYear || ts[0].Digits == 2 && ts[2].Digits <= 2
}

// ordered reads three numbers in an order; ok is false if they are no date then.
func (o DateOrder) ordered(a, b, c Token) (d Date, ok bool) {
	switch o {
	case monthFirst:
		a, b = b, a
	case yearFirst:
		if a.Digits != 2 || b.Digits != 2 || c.Digits != 2 {
			return d, false
		}
		a, c = c, a
	}
	year, ok := c.year()
	d = Date{year, b.Num, a.Num}
	return d, ok && a.Num > 0 && d.Valid()
}

// DecideOrder returns the order in which dates are written that have one order together. within
// are months between the first and last of which the dates must be; nil where they need not be.
// ok is false if the dates may be in several orders that make a difference, or in none.
func DecideOrder(dates []WrittenDate, within []varighet.Month) (order DateOrder, ok bool) {
	orders := PossibleOrders(dates)
	if AllAgree(dates, orders) {
		return firstOrder(orders)
	}
	if len(within) > 0 {
		fitting := keepOrders(orders, dates, func(d Date) bool {
			return d.MonthOf() >= slices.Min(within) && d.MonthOf() <= slices.Max(within)
		})
		if len(fitting) > 0 && AllAgree(dates, fitting) {
			return fitting[0], true
		}
	}
	firsts := keepOrders(orders, dates, func(d Date) bool { return d.Day == 1 })
	if len(firsts) > 0 && AllAgree(dates, firsts) && (firsts[0] == DayFirst || len(dates) > 1) {
		return firsts[0], true
	}
	return 0, false
}

func firstOrder(orders []DateOrder) (DateOrder, bool) {
	if len(orders) == 0 {
		return 0, false
	}
	return orders[0], true
}

// PossibleOrders are those under which every text is a date. The year comes first only where
// every date is the 1st of a month: that form is seldom.
func PossibleOrders(dates []WrittenDate) []DateOrder {
	orders := keepOrders([]DateOrder{DayFirst, monthFirst, yearFirst}, dates, func(Date) bool { return true })
	if i := slices.Index(orders, yearFirst); i >= 0 && slices.ContainsFunc(dates, func(w WrittenDate) bool { return w.By[yearFirst].Day != 1 }) {
		orders = slices.Delete(orders, i, i+1)
	}
	return orders
}

// keepOrders keeps the orders under which every text is a date that fits.
func keepOrders(orders []DateOrder, dates []WrittenDate, fits func(Date) bool) []DateOrder {
	return slices.DeleteFunc(slices.Clone(orders), func(o DateOrder) bool {
		return slices.ContainsFunc(dates, func(w WrittenDate) bool { return !w.Is[o] || !fits(w.By[o]) })
	})
}

// AllAgree reports whether every text is of the same month under all of the orders.
func AllAgree(dates []WrittenDate, orders []DateOrder) bool {
	for _, o := range orders[min(1, len(orders)):] {
		if slices.ContainsFunc(dates, func(w WrittenDate) bool { return w.By[o].MonthOf() != w.By[orders[0]].MonthOf() }) {
			return false
		}
	}
	return true
}

// Readings words the months that a text may be of.
func (w *WrittenDate) Readings() string {
	var months []string
	for o, d := range w.By {
		if m := d.MonthOf().String(); w.Is[o] && !slices.Contains(months, m) {
			months = append(months, m)
		}
	}
	return strings.Join(months, " or ")
}
