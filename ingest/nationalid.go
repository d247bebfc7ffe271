package ingest

// HasNationalID reports whether a text holds what looks like a national identity
// number, by the rule for files of lists.
func HasNationalID(text string) bool { return hasNationalID([]byte(text)) }

// NamesDoctor reports whether a column with this header says who a doctor is, by name
// or number, in files of lists.
func NamesDoctor(header string) bool {
	switch fieldOf(header) {
	case fieldDoctorName, fieldLastName, fieldFirstName, fieldMiddleName, fieldHPR, fieldDoctorID, fieldLocumFor:
		return true
	}
	return false
}

// hasNationalID reports whether a text holds a national identity number: eleven
// digits in a row, or six and five with a blank between, that are a birth date
// and two check digits right. Besides fødselsnummer these are D-numbers (day
// plus 40) and the help and test numbers with 40 or 80 added to the month. One
// random number of eleven digits in some 600 looks like one.
func hasNationalID(b []byte) bool {
	for i := 0; i+11 <= len(b); {
		if b[i]-'0' > 9 {
			i++
			continue
		}
		j := i + 1
		for j < len(b) && b[j]-'0' <= 9 {
			j++
		}
		if j-i == 11 && isNationalID(b[i:j]) || j-i == 6 && sixAndFive(b[i:]) {
			return true
		}
		i = j
	}
	return false
}

// sixAndFive reports whether b begins with six digits, a blank and the five
// that complete a number.
func sixAndFive(b []byte) bool {
	gap := 1
	if len(b) > 7 && b[6] == 0xC2 && b[7] == 0xA0 { // no-break space
		gap = 2
	} else if len(b) < 7 || b[6] != ' ' && b[6] != 0xA0 && b[6] != '-' {
		return false
	}
	rest := b[6+gap:]
	if len(rest) < 5 || len(rest) > 5 && rest[5]-'0' <= 9 {
		return false
	}
	var n [11]byte
	copy(n[copy(n[:], b[:6]):], rest[:5])
	return isNationalID(n[:])
}

// isNationalID checks eleven bytes for digits, date and check digits.
func isNationalID(b []byte) bool {
	w1 := [...]int{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}
	w2 := [...]int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}
	sum1, sum2 := 0, 0
	for i, c := range b[:11] {
		d := int(c - '0')
		if d > 9 {
			return false
		}
		if i < len(w1) {
			sum1 += w1[i] * d
		}
		sum2 += w2[i] * d
	}
	day := int(b[0]-'0')*10 + int(b[1]-'0')
	month := int(b[2]-'0')*10 + int(b[3]-'0')
	return day%40 >= 1 && day%40 <= 31 && day <= 71 && month%40 >= 1 && month%40 <= 12 && sum1%11 == 0 && sum2%11 == 0
}
