/** Loaded into each process of the demo: when the one that started it is gone, even killed, it is told to stop as by a signal. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
