# As the `serve` of AWS's samples starts them; two workers on two cores.
nginx -c /app/nginx.conf &
exec gunicorn --timeout 60 --worker-class sync --bind unix:/tmp/gunicorn.sock --workers 2 "$APPLICATION"
