package configs

import (
	"slices"
	"strings"
	"testing"
)

const sample = "{\n  \"va\": {\"a\": [1, {\"b\": 2.50}], \"c\":true},\n  \"d\": \"x\"\n}\n"

func TestSegmentsAreTheWholeText(t *testing.T) {
	list, err := segments([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	var paths []string
	for _, one := range list {
		text.WriteString(one.text)
		paths = append(paths, one.path)
	}
	if text.String() != sample {
		t.Errorf("the segments make up %q", text.String())
	}
	want := []string{"", "va", "va", "va.a", "va.a", "va.a[0]", "va.a[1]", "va.a[1].b", "va.a[1].b", "va.a[1]", "va.a",
		"va.c", "va.c", "va", "d", "d", "", ""}
	if !slices.Equal(paths, want) {
		t.Errorf("the paths are %q", paths)
	}
}

func TestWithoutSeesEveryOtherChange(t *testing.T) {
	changed := map[string]string{"va.a": ""}
	cases := []struct {
		name string
		text string
		same bool
	}{
		{"TheMemberItself", strings.Replace(sample, "2.50", "3", 1), true},
		{"AnotherValue", strings.Replace(sample, "true", "false", 1), false},
		{"ANumbersForm", strings.Replace(sample, `"x"`, `1.0`, 1), false},
		{"WhiteSpace", strings.Replace(sample, `"c":true`, `"c": true`, 1), false},
		{"TheEnd", sample + "\n", false},
		{"Order", "{\n  \"d\": \"x\",\n  \"va\": {\"a\": [1, {\"b\": 2.50}], \"c\":true}\n}\n", false},
		{"AnotherMember", strings.Replace(sample, `"c":`, `"e":1, "c":`, 1), false},
		{"ANameThatBeginsAlike", strings.Replace(sample, `"c":`, `"ab":1, "c":`, 1), false},
	}
	before, err := segments([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			after, err := segments([]byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			if slices.Equal(without(before, changed), without(after, changed)) != test.same {
				t.Errorf("%q is taken for %v", test.text, !test.same)
			}
		})
	}
}
