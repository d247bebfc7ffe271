package simulate

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/varighet/varighet"
)

// The reference tables are written as Statistics Norway's services give them:
// KLASS with commas, strings in quotes, missing values empty, ISO-8859-1; the
// population table with a title, years as columns, semicolons.

// Headers and rows of KLASS.
const (
	klassCodesHeader = `"code","parentCode","level","name","shortName","presentationName","validFrom","validTo",` +
		`"validFromInRequestedRange","validToInRequestedRange","notes"` + "\n"
	klassCodesRow      = "\"%s\",,\"1\",\"%s\",\"\",\"\",,,\"%s\",%s,\"\"\n"
	klassChangesHeader = `"oldCode","oldName","oldShortName","newCode","newName","newShortName","changeOccurred"` + "\n"
	klassChangesRow    = "\"%s\",\"%s\",\"\",\"%s\",\"%s\",\"\",\"%s\"\n"
)

// klassCodes is the answer to /codes?from=…, every code and the range in which
// it was in force. A code that goes on under its name has one row.
func (c *country) klassCodes() []byte {
	var b bytes.Buffer
	b.WriteString(klassCodesHeader)
	goesOn := map[varighet.MunicipalityCode]bool{}
	for i := range c.all[c.originals:] {
		goesOn[c.all[c.originals+i].code] = true
	}
	for i := range c.all {
		m := &c.all[i]
		if i >= c.originals && c.isOriginalCode(m.code) {
			continue
		}
		to := ""
		if m.to != 0 && !goesOn[m.code] {
			to = `"` + m.to.Date() + `"`
		}
		fmt.Fprintf(&b, klassCodesRow, m.code, m.name, m.from.Date(), to)
	}
	return latin1(b.String())
}

func (c *country) isOriginalCode(code varighet.MunicipalityCode) bool {
	for i := range c.originals {
		if c.all[i].code == code {
			return true
		}
	}
	return false
}

// klassChanges is the answer to /changes?from=…. A code that takes in others
// and goes on has no row of its own.
func (c *country) klassChanges() []byte {
	var b bytes.Buffer
	b.WriteString(klassChangesHeader)
	for i := range c.all {
		m := &c.all[i]
		next := &c.all[m.next]
		if m.to == 0 || next.code == m.code {
			continue
		}
		fmt.Fprintf(&b, klassChangesRow, m.code, m.name, next.code, next.name, m.to.Date())
	}
	return latin1(b.String())
}

// population is table 07459 saved with years as columns: 1 January, a point
// where the code was not in force.
func (c *country) population() []byte {
	totals := make([]int64, len(c.all[0].people))
	var rows bytes.Buffer
	written := map[varighet.MunicipalityCode]bool{}
	for i := range c.all {
		if code := c.all[i].code; !written[code] {
			written[code] = true
			c.populationRow(&rows, i, totals)
		}
	}
	return latin1(string(c.populationHead(totals)) + rows.String())
}

// populationHead is the head of the table and the row of the whole country.
func (c *country) populationHead(totals []int64) []byte {
	var b bytes.Buffer
	b.WriteString("\"07459: Befolkning, etter region, statistikkvariabel og år\"\n\n\"region\";\"statistikkvariabel\"")
	for y := range totals {
		fmt.Fprintf(&b, ";\"%d\"", c.firstYear+y)
	}
	b.WriteString("\n\"0 Hele landet\";\"Personer\"")
	for _, n := range totals {
		b.WriteString(";" + strconv.FormatInt(n, 10))
	}
	b.WriteString("\n")
	return b.Bytes()
}

// populationRow writes the row of the code of municipality i, and adds to the
// totals.
func (c *country) populationRow(b *bytes.Buffer, i int, totals []int64) {
	fmt.Fprintf(b, "\"%s %s\";\"Personer\"", c.all[i].code, c.all[i].name)
	for y := range totals {
		january := varighet.MonthOf(c.firstYear+y, 1)
		text := "."
		for j := i; ; j = int(c.all[j].next) {
			m := &c.all[j]
			if m.code == c.all[i].code && m.from <= january && (m.to == 0 || january < m.to) {
				text = strconv.Itoa(int(m.people[y]))
				totals[y] += int64(m.people[y])
				break
			}
			if int(m.next) == j {
				break
			}
		}
		b.WriteString(";" + text)
	}
	b.WriteString("\n")
}
