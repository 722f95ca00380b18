#!/bin/sh
# newsidx serve among strangers: whatever stands in articles, queries and requests
# is text or refused, and who may not ask learns nothing.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"
. "$root/tests/cli/serve.sh"

helper()
{
	name=$1
	shift
	python3 -B "$root/tests/helpers/$name.py" "$@"
}

test_begin 'an archive with everything that a page must not obey'
python3 -B "$root/tests/helpers/hostile_articles.py" >hostile.jsonl
test_ok newsidx build -q -i idx hostile.jsonl
test_ok serve_begin -i idx

test_begin 'its pages are sound all the same'
test_ok helper pages "$url" '/?all=1' '/?q=ferry' '/kwic?q=ferry' '/?q=ferry&per=2' \
	'/?q=ferry&source=%22%3E%3Cscript%3E' '/?q=%3Cscript%3Ealert(1)%3C/script%3E' \
	'/?q=%22%3E%3Cimg%20src%3Dx%3E%20onerror%3D' '/?q=(%3Cb%3E' '/?q=a&from=2024' \
	'/kwic?q=%3C/td%3E&sort=left'

test_begin 'and show what was written, letter by letter'
test_ok helper hostile_articles "$url"

test_begin 'what is chosen by a hostile name is found'
test_ok helper facets "$url" ferry

test_begin 'requests that are none'
test_ok helper rude_http "$url"

test_begin 'paths that lead nowhere'
for path in /../../etc/passwd /static/../../../etc/passwd /static/..%2f..%2fetc/passwd \
	//etc/passwd /static/ /static/%2e%2e/style.css /static/style.css/ \
	/article/../kwic /API/v1/info /api/v1/../../etc/passwd /api/v2/search; do
	test_run status "$path" --path-as-is
	test_stdout_has 404
done
for path in '/article?id=../../../etc/passwd' '/api/v1/article?id=/etc/passwd'; do
	test_run status "$path"
	test_stdout_has 404
done
test_run status /%00
test_stdout_has 400
test_run status '/?q=%00'
test_stdout_has 400

test_begin 'only reading'
for method in POST PUT DELETE PATCH TRACE OPTIONS CONNECT LINK; do
	test_run status /api/v1/info -X $method
	test_stdout_has 405
done
test_run get '/?q=ferry' -I
test_stdout_has '200 OK'

test_begin 'names that lead here, and sites that ask in the name of others'
port=${url##*:}
test_run status /api/v1/info -H 'Host: evil.example'
test_stdout_has 421
test_run status /api/v1/info -H "Host: 127.0.0.1.evil.example:$port"
test_stdout_has 421
test_run status /api/v1/info -H "Host: LocalHost:$port"
test_stdout_has 200
test_run status /api/v1/info -H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Mode: no-cors'
test_stdout_has 403
test_run status '/?q=ferry' -H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Mode: navigate'
test_stdout_has 200
test_run get /api/v1/info -H 'Origin: https://evil.example' -D headers
test_ok sh -c '! grep -qi access-control headers'

test_begin 'after all that it serves as before, and ends when it is told so'
test_run get '/api/v1/search?q=ferry&limit=0'
test_stdout_has '"total":'
test_code 0 serve_end
test_ok test ! -s serve.err

# ---- the token -------------------------------------------------------------

secret='correct horse battery staple'
echo "$secret" >token

# The cookie of the last answer, as a browser gives it back.
cookie() { sed -n 's/\r$//; s/^Set-Cookie: \([^;]*\);.*/\1/p' headers; }

test_begin 'whoever has no token gets nothing but the form'
test_ok serve_begin -i idx --token-file token --log
for path in /api/v1/info /api/v1/openapi.json '/api/v1/search?q=ferry' /api/v1/export; do
	test_run get "$path" -i
	test_stdout_has '401 Unauthorized'
	test_stdout_has 'application/problem+json'
	test_stdout_lacks ferry
done
for path in / '/?q=ferry' /kwic '/article?id=x' /export /help /nothing; do
	test_run get "$path" -i
	test_stdout_has '303 See Other'
	test_stdout_has 'Location: login'
done
test_run get '/?q=a%22b&sort=-date' -i
test_stdout_has 'Location: login?next=%3Fq%3Da%2522b%26sort%3D-date'
test_run status /static/style.css
test_stdout_has 200

test_begin 'programs give it in a header'
test_run status /api/v1/info -H "Authorization: Bearer $secret"
test_stdout_has 200
for wrong in 'Bearer' "Bearer ${secret}r" "Bearer ${secret%e}" "Basic $secret" \
	"Bearer $secret $secret" 'Bearer '; do
	test_run status /api/v1/info -H "Authorization: $wrong"
	test_stdout_has 401
done

test_begin 'people give it by the form'
test_run get '/login?next=%3Fq%3Dferry'
test_stdout_has 'name="next" value="?q=ferry"'
test_run get /login -i --data-urlencode 'token=something else' -d next=
test_stdout_has '403 Forbidden'
test_stdout_lacks Set-Cookie
test_run get /login -D headers -o /dev/null --data-urlencode "token=$secret" \
	--data-urlencode 'next=?q=ferry'
test_ok grep -q '^HTTP/1.1 303' headers
test_ok grep -q '^Location: ./?q=ferry.$' headers
test_ok grep -q '; HttpOnly; SameSite=Strict' headers
test_ok sh -c "! grep -q '$secret' headers"
cookie=$(cookie)
test_run status '/?q=ferry' -H "Cookie: other=1; $cookie"
test_stdout_has 200
test_run status '/?q=ferry' -H "Cookie: ${cookie%?}"
test_stdout_has 303
test_run status '/?q=ferry' -H "Cookie: ${cookie%=*}="
test_stdout_has 303
test_run get /login -D headers -o /dev/null --data-urlencode "token=$secret" \
	-H 'Origin: https://news.example'
test_ok grep -q '; Secure' headers

test_begin 'nobody is sent elsewhere by it'
for next in //evil.example https://evil.example '\\evil.example' /etc 'javascript:alert(1)' \
	'article
Set-Cookie: a=b' '?q=%0d%0aX: y' 'login' '../x'; do
	get /login -D headers -o /dev/null --data-urlencode "token=$secret" \
		--data-urlencode "next=$next"
	case $next in
	'?q='*) test_ok grep -q '^Location: ./.*$' headers ;;
	*) test_ok grep -q '^Location: \./.$' headers ;;
	esac
	test_ok sh -c '! grep -qi "^X:\|a=b" headers'
done

test_begin 'a session ends'
test_run status /logout -X POST -H "Cookie: $cookie"
test_stdout_has 303
test_run status '/?q=ferry' -H "Cookie: $cookie"
test_stdout_has 303

test_begin 'forms of other sites, and forms that are too long'
test_run status /login -d token=x -H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Mode: navigate'
test_stdout_has 403
head -c 20000 /dev/zero | tr '\0' a >long
test_run status /login --data-binary @long
test_stdout_has 413

test_begin 'the token stands nowhere'
test_code 0 serve_end
test_ok grep -q 'GET /api/v1/info 200' serve.err
test_ok sh -c "! grep -q 'horse' serve.err serve.out"
test_ok sh -c "! grep -q 'ferry' serve.err"
test_ok serve_begin -i idx --token "$secret"
test_ok sh -c "! tr '\\0' ' ' </proc/$server/cmdline | grep -q horse"
test_run status /api/v1/info -H "Authorization: Bearer $secret"
test_stdout_has 200
for worker in $(pgrep -P $server); do
	test_ok sh -c "! tr '\\0' ' ' </proc/$worker/cmdline | grep -q horse"
done
test_code 0 serve_end
test_ok env NEWSIDX_TOKEN="$secret" sh -c 'newsidx serve --help >/dev/null'
serve_with_token_in_environment()
{
	NEWSIDX_TOKEN=$secret
	export NEWSIDX_TOKEN
	serve_begin -i idx
}
test_ok serve_with_token_in_environment
test_run status /api/v1/info
test_stdout_has 401
for worker in $(pgrep -P $server); do
	test_ok sh -c "! tr '\\0' ' ' </proc/$worker/environ | grep -q horse"
done
test_code 0 serve_end
unset NEWSIDX_TOKEN

# ---- more than it does -----------------------------------------------------

test_begin 'more connections than there may be wait for their turn'
test_ok serve_begin -i idx --connections 4 -j 1
test_ok helper many_clients "$url" 40 2

test_begin 'a query that takes too long is given up, and no other'
test_code 0 serve_end
test_ok serve_begin -i idx -j 2 --timeout 1
# As a worker does that has come into an endless loop.
kill -STOP $(pgrep -P $server)
test_run status '/api/v1/search?q=ferry'
test_stdout_has 504
kill -CONT $(pgrep -P $server) 2>/dev/null
test_ok wait_for get '/api/v1/search?q=ferry' -f
test_code 0 serve_end

test_done
