// Package configs holds configure-boulder to the real configuration folders of Boulder's versions, key by key.
package configs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// segment is a stretch of a JSON text that ends with one token, white space and punctuation before it included; path is
// the member or item that the token is of, such as va.remoteVAs[0].timeout.
type segment struct {
	path string
	text string
}

// level is an object or array that is being read.
type level struct {
	path  string
	array bool
	key   string // of the member whose value is next; empty when a key is
	items int
}

func (l *level) child() string {
	if l.array {
		return fmt.Sprintf("%s[%d]", l.path, l.items)
	}
	if l.path == "" {
		return l.key
	}
	return l.path + "." + l.key
}

func (l *level) next() {
	l.key = ""
	l.items++
}

// segments cuts a JSON text into all of its tokens, in order.
func segments(text []byte) ([]segment, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	stack := []*level{{array: true}}
	var list []segment
	begin := int64(0)
	for len(stack) > 1 || stack[0].items == 0 {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		end := decoder.InputOffset()
		top := stack[len(stack)-1]
		path := top.child()
		if len(stack) == 1 {
			path = ""
		}
		switch delimiter, isDelimiter := token.(json.Delim); {
		case isDelimiter && (delimiter == '{' || delimiter == '['):
			stack = append(stack, &level{path: path, array: delimiter == '['})
		case isDelimiter:
			path = top.path
			stack = stack[:len(stack)-1]
			stack[len(stack)-1].next()
		case !top.array && top.key == "":
			top.key = token.(string)
			path = top.child()
		default:
			top.next()
		}
		list = append(list, segment{path, string(text[begin:end])})
		begin = end
	}
	return append(list, segment{"", string(text[begin:])}), nil
}

// without are the segments that are of none of the paths and of nothing below them.
func without(list []segment, paths map[string]string) []segment {
	var rest []segment
	for _, one := range list {
		if !isOf(one.path, paths) {
			rest = append(rest, one)
		}
	}
	return rest
}

func isOf(path string, paths map[string]string) bool {
	for other := range paths {
		below, found := strings.CutPrefix(path, other)
		if found && (below == "" || below[0] == '.' || below[0] == '[') {
			return true
		}
	}
	return false
}

// value is the member at a path in compact form; empty when there is none.
func value(text []byte, path string) (string, error) {
	for _, key := range strings.Split(path, ".") {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(text, &members); err != nil {
			return "", err
		}
		text = members[key]
		if text == nil {
			return "", nil
		}
	}
	var compact bytes.Buffer
	err := json.Compact(&compact, text)
	return compact.String(), err
}
