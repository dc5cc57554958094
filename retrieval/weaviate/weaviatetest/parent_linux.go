package weaviatetest

import (
	"os/exec"
	"syscall"
)

// dieWithParent has a server end with a test that is killed.
func dieWithParent(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
