// Command boulder is what the examples run: the two programs of today's Boulder that validate, as `boulder` itself has
// them, and beside them what a trial needs: a start script, an application, and a client that asks for a validation.
package main

import (
	"fmt"
	"os"

	"github.com/letsencrypt/boulder/cmd"
	_ "github.com/letsencrypt/boulder/cmd/boulder-va"
	_ "github.com/letsencrypt/boulder/cmd/remoteva"
)

const usage = `usage: boulder start                     run the primary VA and its remote VAs
       boulder validate NAME [METHOD]    ask the primary VA; METHOD is http-01 or tls-alpn-01
       boulder app                       answer http-01 on port 80 and tls-alpn-01 on port 443
       boulder certificates FOLDER       make the certificates with which the VAs know each other
       boulder boulder-va|remoteva FLAGS
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	name, arguments := os.Args[1], os.Args[2:]
	own := map[string]func([]string) error{
		"start": start, "validate": validate, "app": serveApp, "certificates": makeCertificates}
	if run, ok := own[name]; ok {
		if err := run(arguments); err != nil {
			fmt.Fprintf(os.Stderr, "boulder %s: %v\n", name, err)
			os.Exit(1)
		}
		return
	}
	command := cmd.LookupCommand(name)
	if command == nil {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	os.Args = os.Args[1:]
	command()
}
