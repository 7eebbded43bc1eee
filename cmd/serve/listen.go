package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// A place is where the server listens.
type place struct {
	net.Listener
	// url is http://HOST:PORT, in the form that browsers leave alone.
	url string
	// loopback is whether no other machine can reach it.
	loopback bool
}

// listen opens the port. A bad address is wrong usage; a port that is taken is
// not.
func listen(ctx context.Context, addr string) (*place, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, wrongUsage("address %q: want HOST:PORT, such as 127.0.0.1:8080", addr)
	}
	if number, err := strconv.ParseUint(port, 10, 16); err != nil {
		return nil, wrongUsage("address %q: the port is not a number from 0 to 65535", addr)
	} else {
		addr = net.JoinHostPort(host, strconv.FormatUint(number, 10))
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, listenError(addr, err)
	}
	bound := listener.Addr().(*net.TCPAddr)
	return &place{listener, baseURL(host, bound.Port), bound.IP.IsLoopback()}, nil
}

// listenBeside opens the port after that of an address, on the same host, or any free
// one if that is taken by somebody else: the port was not asked for.
func listenBeside(ctx context.Context, addr string) (p *place, moved bool, err error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, false, err
	}
	if number, err := strconv.ParseUint(port, 10, 16); err == nil && number > 0 && number < 65535 {
		p, err = listen(ctx, net.JoinHostPort(host, strconv.FormatUint(number+1, 10)))
		if !errors.Is(err, syscall.EADDRINUSE) {
			return p, false, err
		}
		moved = true
	}
	p, err = listen(ctx, net.JoinHostPort(host, "0"))
	return p, moved, err
}

// origins are the names by which a browser on this machine may call it.
func (p *place) origins() []string {
	all := []string{p.url}
	if !p.loopback {
		return all
	}
	for _, host := range []string{"127.0.0.1", "localhost"} {
		if origin := baseURL(host, p.Addr().(*net.TCPAddr).Port); !slices.Contains(all, origin) {
			all = append(all, origin)
		}
	}
	return all
}

// listenError leaves out what package net says twice, and names the way out.
func listenError(addr string, err error) error {
	reason := err
	var operation *net.OpError
	if errors.As(err, &operation) {
		reason = operation.Err
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		reason = number
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("listen on %s: %w (port 0 picks a free one)", addr, reason)
	}
	return fmt.Errorf("listen on %s: %w", addr, reason)
}

// baseURL names the server by the host that was asked for. Where that means all
// interfaces, which is no name to open, it is the loopback address. Port 80 is
// left out, as browsers do.
func baseURL(host string, port int) string {
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	host = strings.ToLower(host)
	if port == 80 {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return "http://" + host
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(port))
}
