// Command boulder has Boulder's own programs that validate. This Boulder has no validator: what reads a file is strict.
package main

import (
	"os"

	"github.com/letsencrypt/boulder/cmd"
	_ "github.com/letsencrypt/boulder/cmd/boulder-va"
)

func main() {
	name := os.Args[1]
	os.Args = os.Args[1:]
	cmd.LookupCommand(name)()
}
