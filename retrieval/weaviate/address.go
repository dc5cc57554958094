package weaviate

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Address is where an index is, as DATELINE_STORE says it:
//
//	weaviate://HOST[:PORT][,HOST[:PORT]…][/NAME][?replication=N]
//
// http:// is the same; weaviates:// and https:// speak TLS. A port is 8080, with TLS 443, where it is not said. All hosts are
// nodes of one cluster, or ways to it: what one does not answer, another is asked. NAME, of letters, digits and underscores,
// tells indexes of one cluster apart. N is on how many nodes each shard of a new index is to lie.
type Address struct {
	TLS         bool
	Hosts       []string // each with its port
	Name        string
	Replication int
}

// What an address need not say.
const (
	defaultName      = "dateline"
	defaultPort      = "8080"
	defaultTLSPort   = "443"
	mostReplication  = 3 // where the address names as many hosts and does not say: two of three make a quorum
	longestIndexName = 64
)

var indexName = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9_]{1,%d}$`, longestIndexName))

// errGrammar is what to write instead.
var errGrammar = errors.New("write local, or an address such as weaviate://host:8080 or weaviates://host/name")

// IsAddress reports whether a value is meant as an address of a Weaviate.
func IsAddress(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && slices.Contains([]string{"weaviate", "weaviates", "http", "https"}, strings.ToLower(scheme))
}

// ParseAddress reads an address. Its errors say what to write instead.
func ParseAddress(s string) (Address, error) {
	if !IsAddress(s) {
		return Address{}, errGrammar
	}
	scheme, rest, _ := strings.Cut(s, "://")
	scheme = strings.ToLower(scheme)
	a := Address{TLS: scheme == "weaviates" || scheme == "https", Name: defaultName}
	rest, query, _ := strings.Cut(rest, "?")
	hosts, name, _ := strings.Cut(rest, "/")
	for host := range strings.SplitSeq(hosts, ",") {
		at, err := a.host(host)
		if err != nil {
			return Address{}, err
		}
		if !slices.Contains(a.Hosts, at) {
			a.Hosts = append(a.Hosts, at)
		}
	}
	if name = strings.TrimSuffix(name, "/"); name != "" {
		if !indexName.MatchString(name) {
			return Address{}, fmt.Errorf("%q is no name for an index: write up to %d letters, digits and underscores", name, longestIndexName)
		}
		a.Name = name
	}
	a.Replication = min(len(a.Hosts), mostReplication)
	options, err := url.ParseQuery(query)
	if err != nil {
		return Address{}, errGrammar
	}
	for option, values := range options {
		n, err := strconv.Atoi(values[0])
		if option != "replication" || len(values) > 1 || err != nil || n < 1 {
			return Address{}, fmt.Errorf("%s=%s cannot be read: behind the ? stands replication= and a number from 1", option, values[0])
		}
		a.Replication = n
	}
	return a, nil
}

func (a Address) host(s string) (string, error) {
	if strings.Contains(s, "@") {
		return "", errors.New("a key does not belong into the address: write it behind WEAVIATE_API_KEY=")
	}
	s = strings.TrimSpace(s)
	u, err := url.Parse("//" + s)
	if err == nil && strings.Contains(u.Hostname(), ":") { // only an IPv6 address in brackets may
		_, err = netip.ParseAddr(u.Hostname())
		if !strings.HasPrefix(s, "[") {
			err = errGrammar
		}
	}
	if err != nil || u.Hostname() == "" || u.Host != s {
		return "", fmt.Errorf("%q is no host: %w", s, errGrammar)
	}
	port := defaultPort
	if a.TLS {
		port = defaultTLSPort
	}
	return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), port)), nil
}

func (a Address) scheme() string {
	if a.TLS {
		return "https"
	}
	return "http"
}

// String is the address without what it need not say.
func (a Address) String() string {
	scheme := "weaviate"
	if a.TLS {
		scheme = "weaviates"
	}
	s := scheme + "://" + strings.Join(a.Hosts, ",") + "/" + a.Name
	if a.Replication != min(len(a.Hosts), mostReplication) {
		s += "?replication=" + strconv.Itoa(a.Replication)
	}
	return s
}
