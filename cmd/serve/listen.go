package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
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
