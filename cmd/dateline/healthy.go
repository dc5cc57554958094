package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

// healthyWithin is how long a program that fares well takes to say so.
const healthyWithin = 5 * time.Second

func (a *app) healthyCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "healthy",
		Short:   "Whether the program that serves WEB_ADDR on this machine runs; for health checks of containers",
		Example: "  dateline healthy",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.settings()
			if err != nil {
				return err
			}
			address := cmp.Or(s.webAddr, usualWebAddr)
			host, port, err := net.SplitHostPort(address)
			if err != nil {
				return fmt.Errorf("WEB_ADDR=%s: %w", address, err)
			}
			if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
				host = "localhost"
			}
			client := http.Client{Timeout: healthyWithin}
			request, err := http.NewRequestWithContext(cmd.Context(), http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
			if err != nil {
				return fmt.Errorf("WEB_ADDR=%s: %w", address, err)
			}
			answer, err := client.Do(request)
			if err != nil {
				return fmt.Errorf("nothing at WEB_ADDR=%s says how it fares: %w", address, errors.Unwrap(err))
			}
			defer answer.Body.Close()
			if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
				return fmt.Errorf("what answers at WEB_ADDR=%s does not fare well: %s", address, answer.Status)
			}
			fmt.Fprintln(a.out, "It runs.")
			return nil
		},
	}
}
