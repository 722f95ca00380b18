# serve.sh - a server for stories; sourced behind lib.sh

# serve_begin ARGUMENT...: start a server on a free port; its address in $url, its
# process number in $server, what it says in serve.out and serve.err.
serve_begin()
{
	rm -f serve.out
	newsidx serve -p 0 "$@" >serve.out 2>serve.err </dev/null &
	server=$!
	serve_waited=0
	until grep -qs '^Serving ' serve.out; do
		serve_waited=$((serve_waited + 1))
		[ $serve_waited -lt 300 ] && kill -0 $server 2>/dev/null ||
			return 1
		sleep 0.1
	done
	url=$(sed -n 's|^Serving .* at \(http://[^/]*\)/.*|\1|p' serve.out)
}

# serve_end: tell it to end; its exit code.
serve_end()
{
	kill "$server"
	wait "$server"
}

# get PATH [ARGUMENT of curl...]: what is answered.
get()
{
	serve_path=$1
	shift
	curl -sS --max-time 60 "$@" "$url$serve_path"
}

# status PATH [ARGUMENT...]: the status alone.
status()
{
	get "$@" -o /dev/null -w '%{http_code}\n'
}
