package endpoint

import (
	"net/url"
	"regexp"
	"strings"
)

const struckOut = "[key]"

// keyLike is what servers make of a key when they echo it: behind Bearer, whole, or with its middle starred out.
var keyLike = regexp.MustCompile(`(?i)bearer\s+[^\s"',;]+|\bsk-[\w*.-]+|[\w-]*\*{3,}[\w-]*`)

// strikeOut removes the key, and what looks like one, from text.
func strikeOut(text, key string) string {
	if key != "" {
		for _, form := range []string{key, url.QueryEscape(key), url.PathEscape(key), strings.ReplaceAll(key, "/", `\/`)} {
			text = strings.ReplaceAll(text, form, struckOut)
		}
	}
	return keyLike.ReplaceAllString(text, struckOut)
}
