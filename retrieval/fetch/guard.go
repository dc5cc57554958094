package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"syscall"
)

// special are the ranges that no site on the public Internet is in, and what they are. Source: the IANA registries of
// special-purpose IPv4 and IPv6 addresses (RFC 6890, RFC 8190); where clouds keep their metadata: the manuals of AWS, Azure
// and Alibaba Cloud. Of IPv6, everything outside 2000::/3 is refused besides.
var special = []struct {
	prefix netip.Prefix
	what   string
}{
	{netip.MustParsePrefix("169.254.169.254/32"), "where clouds keep the credentials of machines"},
	{netip.MustParsePrefix("100.100.100.200/32"), "where a cloud keeps the credentials of machines"},
	{netip.MustParsePrefix("168.63.129.16/32"), "a cloud's own service"},
	{netip.MustParsePrefix("fd00:ec2::254/128"), "where a cloud keeps the credentials of machines"},
	{netip.MustParsePrefix("0.0.0.0/8"), "this machine"},
	{netip.MustParsePrefix("127.0.0.0/8"), "this machine"},
	{netip.MustParsePrefix("10.0.0.0/8"), "a private network"},
	{netip.MustParsePrefix("172.16.0.0/12"), "a private network"},
	{netip.MustParsePrefix("192.168.0.0/16"), "a private network"},
	{netip.MustParsePrefix("100.64.0.0/10"), "a carrier's own network"},
	{netip.MustParsePrefix("169.254.0.0/16"), "a local link"},
	{netip.MustParsePrefix("192.0.0.0/24"), "reserved for protocols"},
	{netip.MustParsePrefix("192.0.2.0/24"), "reserved for examples"},
	{netip.MustParsePrefix("198.51.100.0/24"), "reserved for examples"},
	{netip.MustParsePrefix("203.0.113.0/24"), "reserved for examples"},
	{netip.MustParsePrefix("192.88.99.0/24"), "a relay between IPv6 and IPv4"},
	{netip.MustParsePrefix("198.18.0.0/15"), "reserved for measurements"},
	{netip.MustParsePrefix("224.0.0.0/4"), "many machines at once"},
	{netip.MustParsePrefix("240.0.0.0/4"), "reserved"},
	{netip.MustParsePrefix("::/128"), "this machine"},
	{netip.MustParsePrefix("::1/128"), "this machine"},
	{netip.MustParsePrefix("fc00::/7"), "a private network"},
	{netip.MustParsePrefix("fe80::/10"), "a local link"},
	{netip.MustParsePrefix("ff00::/8"), "many machines at once"},
	{netip.MustParsePrefix("2001::/23"), "reserved for protocols"}, // Teredo, measurements and ORCHID among them
	{netip.MustParsePrefix("2001:db8::/32"), "reserved for examples"},
	{netip.MustParsePrefix("3fff::/20"), "reserved for examples"},
	{netip.MustParsePrefix("2002::/16"), "an IPv4 address within IPv6"}, // 6to4, which RFC 7526 has withdrawn
}

var (
	unicast = netip.MustParsePrefix("2000::/3")
	nat64   = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052: how a network without IPv4 reaches a site without IPv6
)

// place is what an address is where it is none of a public site, else "".
func place(ip netip.Addr) string {
	if !ip.IsValid() || ip.Zone() != "" {
		return "a local link"
	}
	if ip.Is4In6() {
		return "an IPv4 address within IPv6"
	}
	for _, s := range special {
		if s.prefix.Contains(ip) {
			return s.what
		}
	}
	switch {
	case ip.Is4():
		return ""
	case nat64.Contains(ip):
		b := ip.As16()
		return place(netip.AddrFrom4([4]byte(b[12:])))
	case !unicast.Contains(ip):
		return "no address of a site"
	}
	return ""
}

// refusal says why an address is not dialled, "" where it is.
func (f *Fetcher) refusal(a netip.AddrPort) string {
	if f.allow != nil && f.allow(a) {
		return ""
	}
	return place(a.Addr())
}

// refusedDial is what control answers, and the dialer carries up.
type refusedDial struct {
	ip  netip.Addr
	why string
}

func (r *refusedDial) Error() string { return fmt.Sprintf("%v is %s", r.ip, r.why) }

// control is asked by the dialer for each address that it is about to connect to, after every lookup: a name that answers
// otherwise the second time changes nothing, since what was checked is what is dialled.
func (f *Fetcher) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || (network != "tcp4" && network != "tcp6") {
		return &refusedDial{why: "no address of a site"}
	}
	if why := f.refusal(a); why != "" {
		return &refusedDial{a.Addr(), why}
	}
	return nil
}

func refused(u *url.URL, ip netip.Addr, why string) *Failure {
	return failf(ErrRefused, nil, "%s leads to %v, which is %s, and is not fetched: write the address of a public site", shown(u), ip, why)
}

// refusedBy is the failure of a dial that control refused, nil for other errors.
func refusedBy(u *url.URL, err error) *Failure {
	var r *refusedDial
	if !errors.As(err, &r) {
		return nil
	}
	return refused(u, r.ip, r.why)
}
