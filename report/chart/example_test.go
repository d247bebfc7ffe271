package chart_test

import (
	"bytes"
	"fmt"
	"log"

	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/survival"
)

// figure is of the curve of six tenures in months.
func figure() *chart.Figure {
	tenures := []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 5, Stopped: true}, {Exit: 9}, {Exit: 14, Stopped: true}, {Exit: 20}, {Exit: 31}}
	c, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	drawing := chart.Curves{Text: chart.Text{Title: "Six agreements"}, Groups: []chart.CurveGroup{{Label: "All", Curve: c}}}
	f, err := drawing.Draw()
	if err != nil {
		log.Fatal(err)
	}
	return f
}

// A curve with those at risk below, as SVG.
func ExampleCurves_Draw() {
	f := figure()
	var svg bytes.Buffer
	if err := f.SVG(&svg); err != nil {
		log.Fatal(err)
	}
	width, _ := f.Size()
	fmt.Println(f.Title, width, "mm;", bytes.Contains(svg.Bytes(), []byte("<title")))
	// Output:
	// Six agreements 160 mm; true
}

// Several figures in one PDF, a page each.
func ExamplePDF() {
	var pdf bytes.Buffer
	if err := chart.PDF(&pdf, figure(), figure()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(bytes.HasPrefix(pdf.Bytes(), []byte("%PDF")))
	// Output:
	// true
}

// Text is measured with the font that figures carry.
func ExampleTextWidth() {
	fmt.Println(chart.TextWidth("mmm", 8, false) > chart.TextWidth("iii", 8, false))
	// Output:
	// true
}
