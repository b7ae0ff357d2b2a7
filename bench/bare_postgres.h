/* The bare engine on PostgreSQL: the same rows and indexes as bare_engine.h, written by a plain C loop over libpq. Sets
   go as arrays (unnest), what does not need an answer goes in one round trip with what follows (pipeline mode), scans
   are committed in groups. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bare_postgres;

/* Makes a schema `bare` in the database, with these tables; what was in it is gone. Null when that fails. */
struct bare_postgres* bare_postgres_open(char const* url, char const* schema_sql);
void bare_postgres_close(struct bare_postgres* engine);

/* As the functions of the same names in bare_engine.h. */
double bare_postgres_register(struct bare_postgres* engine, int64_t count);
double bare_postgres_scans(struct bare_postgres* engine, int64_t count, int64_t group);
void bare_postgres_paced_scans(struct bare_postgres* engine, int64_t count, double rate, int64_t* latencies_us);

#ifdef __cplusplus
}
#endif
