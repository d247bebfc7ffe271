package idnumber

import "strings"

var (
	weights1 = [...]int{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}
	weights2 = [...]int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}
)

// likeness judges eleven digits by date and check digits.
func likeness(digits string) Likeness {
	sum1, sum2 := 0, 0
	for i := range weights2 {
		d := int(digits[i] - '0')
		if i < len(weights1) {
			sum1 += weights1[i] * d
		}
		sum2 += weights2[i] * d
	}
	switch isDate := hasDate(digits); {
	case sum2%11 != 0:
	case sum1%11 == 0 && (isDate || digits[0] >= '8'):
		return Sure
	case sum1%11 <= 3 && isDate: // from 2032 on
		return ByChance
	}
	return None
}

// hasDate reports whether the first four digits can be day and month.
func hasDate(digits string) bool {
	day, month := number(digits[:2]), number(digits[2:4])
	if day > 40 {
		day -= 40
	}
	for _, added := range []int{80, 65, 40} {
		if month > added {
			month -= added
			break
		}
	}
	return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

func number(two string) int { return int(two[0]-'0')*10 + int(two[1]-'0') }

// withoutZero judges ten digits that may have had a zero in front. The rule from 2032
// is too wide for them: one number in 70 would fit.
func withoutZero(digits string) Likeness {
	if likeness("0"+digits) == Sure {
		return ByChance
	}
	return None
}

// ofWhole judges a whole number by its digits.
func ofWhole(digits string) Likeness {
	switch len(digits) {
	case 11:
		return likeness(digits)
	case 10:
		return withoutZero(digits)
	case 12: // a date with its century, and its zero lost
		return withCentury("0"+digits, 13)
	case 13:
		return withCentury(digits, 13)
	}
	return None
}

// mayBegin reports whether a national identity number of so many digits may begin
// like this: its end was rounded away.
func mayBegin(digits string, length int) bool {
	digits = strings.TrimRight(digits, "0")
	if length == 10 {
		digits = "0" + digits
	}
	if length < 10 || length > 11 || len(digits) >= 10 {
		return false
	}
	known := len(digits)
	for rest := 0; rest < 100; rest++ { // of day and month, what is not known may be anything
		date := digits + string([]byte{byte('0' + rest/10), byte('0' + rest%10)}) + "00"
		if hasDate(date[:4]) {
			return true
		}
		if known >= 4 {
			break
		}
	}
	return false
}
