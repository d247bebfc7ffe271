package rows

import "testing"

// Two columns with commas in their values make two groups, not one: "a, b" and "c" are
// not "a" and "b, c".
func TestLabelsOfGroupsAreDistinct(t *testing.T) {
	a, b := Key{Values: []string{"a, b", "c"}}, Key{Values: []string{"a", "b, c"}}
	if a.Label() == b.Label() {
		t.Errorf("both are %s", a.Label())
	}
}
