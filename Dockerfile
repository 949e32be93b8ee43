# The images of production, one target each: web, worker (also runs the migrations), gateway, pgbouncer.
FROM node:22-bookworm-slim AS node

FROM maven:3.9-eclipse-temurin-25 AS build
COPY --from=node /usr/local /usr/local
# The tables are generated from the migrations by a real Postgres, which does not run as root.
RUN useradd --create-home builder && mkdir /source && chown builder /source
USER builder
WORKDIR /source
COPY --chown=builder . .
RUN mvn -B -ntp -q -Dquick -Dmaven.test.skip=true -Pimage -pl apps/web,apps/worker,apps/gateway -am package

FROM eclipse-temurin:25-jre AS runtime
RUN useradd --system --uid 10001 protocolbanks
USER 10001
WORKDIR /app
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED -Duser.timezone=UTC -Dorg.jooq.no-logo=true -Dorg.jooq.no-tips=true"

FROM runtime AS web
COPY --from=build /source/apps/web/target/lib lib
COPY --from=build /source/apps/web/target/web-*.jar web.jar
EXPOSE 8080
ENTRYPOINT ["java", "-cp", "web.jar:lib/*", "com.protocolbanks.web.WebMain"]

FROM runtime AS worker
COPY --from=build /source/apps/worker/target/lib lib
COPY --from=build /source/apps/worker/target/worker-*.jar worker.jar
ENTRYPOINT ["java", "-cp", "worker.jar:lib/*", "com.protocolbanks.worker.WorkerMain"]

FROM runtime AS gateway
USER root
RUN install -d -o 10001 -g 10001 /var/lib/protocolbanks/usage
USER 10001
COPY --from=build /source/apps/gateway/target/lib lib
COPY --from=build /source/apps/gateway/target/gateway-*.jar gateway.jar
EXPOSE 8402
VOLUME /var/lib/protocolbanks/usage
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "-cp", "gateway.jar:lib/*", "com.protocolbanks.gateway.GatewayMain"]

FROM debian:bookworm-slim AS pgbouncer
RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
COPY docker/pgbouncer/start /usr/local/bin/start
USER postgres
EXPOSE 6432
ENTRYPOINT ["start"]
