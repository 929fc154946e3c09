// Command boulder has Boulder's own programs that validate.
package main

import (
	_ "github.com/letsencrypt/boulder/cmd/boulder-va"
	_ "github.com/letsencrypt/boulder/cmd/remoteva"

	"boulder-dns-sidecar/tests/boulder/program"
)

func main() { program.Main() }
