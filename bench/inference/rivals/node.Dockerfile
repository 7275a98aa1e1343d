ARG BASE
FROM ${BASE}
COPY server.cjs /
CMD ["node", "/server.cjs"]
