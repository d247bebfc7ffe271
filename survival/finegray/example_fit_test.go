package finegray_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
)

// How many will have left, by municipality, where others move; in a table.
func ExampleFit() {
	var d finegray.Data
	var groups []string
	for i, months := range []float64{2, 3, 4, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		d.Tenures = append(d.Tenures, survival.Tenure{Exit: months, Stopped: i%6 != 5})
		d.Causes = append(d.Causes, []string{"left", "moved", "left"}[i%3])
		groups = append(groups, []string{"Bykle", "Valle"}[i/6])
	}
	x, err := design.New(len(groups), design.Factor("municipality", groups))
	if err != nil {
		log.Fatal(err)
	}
	d.X = x
	m, err := finegray.Fit(d, finegray.Options{Cause: "left"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m)
	// Output:
	// left: n = 12, events = 6, competing = 4
	//                      coef     exp(coef)  95 % limits      se(coef)  z        p
	// municipality[Valle]  -0.5407  0.5823     0.1383 to 2.451  0.7333    -0.7373  0.4609
}
