// Imported before anything else: four shards that sync at once would fill Node's usual four threads, and the other
// stores on the same disk would wait behind them. The pool is made at its first use, with the size found here.
process.env['UV_THREADPOOL_SIZE'] ??= '16'
