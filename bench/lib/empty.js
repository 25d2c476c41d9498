// Nothing: what any preloaded file costs a process is measured with it.
