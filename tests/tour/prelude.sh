# What the examples of docs/ stand on: a fresh ledger, its server, a token, and the names of docs/start/first-unit.md. Run before the
# tour of each page but README.md and first-unit.md, which make all this themselves.
nameplate serve --database sqlite:first.db --listen 127.0.0.1:8080 > server.out 2> server.err &
until [ -s server.out ]; do sleep 0.05; done
TOKEN=$(nameplate token create --database sqlite:first.db --name me --role admin)
url=http://127.0.0.1:8080/api/v1
get()  { curl -sS --fail-with-body -w '\n' -H "Authorization: Bearer $TOKEN" "$url/$1"; }
post() { curl -sS --fail-with-body -w '\n' -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%s%N)" --json "$2" "$url/$1"; }
{
  post products  '{"sku": "PUMP-1", "name": "Garden pump", "tracking": "serial"}'
  post products  '{"sku": "GREASE", "name": "Assembly grease", "tracking": "lot", "uom": "kg", "decimals": 3}'
  post locations '{"code": "DOCK", "name": "Goods in", "kind": "zone"}'
  post locations '{"code": "SHELF-1", "name": "Shelf 1", "kind": "bin"}'
  post locations '{"code": "SHELF-2", "name": "Shelf 2", "kind": "bin"}'
  post parties   '{"code": "UTOPIA", "name": "Utopia Gardens", "roles": ["customer"]}'
  post parties   '{"code": "IMAGINARY", "name": "Imaginary Motors", "roles": ["supplier"]}'
} > /dev/null
