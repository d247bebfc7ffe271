package docx

import (
	"strconv"
	"strings"
)

// caption is a title with a number that Word counts, under a bookmark such as "figure_1" by which
// a text can refer to it. It stays with what comes after, if that is asked.
func (d *document) caption(label, kind string, number int, title string, stays bool) node {
	before, after, _ := strings.Cut(label, "%[1]s")
	counted := field(`SEQ `+strings.TrimSpace(before)+` \* ARABIC`, strconv.Itoa(number))
	name := append([]node{run(before)}, counted...)
	if after != "" {
		name = append(name, run(after))
	}
	p := para("Caption", staying(stays), d.bookmark(kind+"_"+strconv.Itoa(number), name...)...)
	return p.in(run(". " + title))
}
