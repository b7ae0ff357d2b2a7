-- Spreads the tables of a Nameplate database over a Citus cluster (12.1 or later). Run it once, as the owner of the tables,
-- in the schema of the ledger, after `nameplate` has made or migrated them and while no server runs:
--
--     psql postgresql://... -v ON_ERROR_STOP=1 -f distribute.sql
--
-- docs/operating/scaling.md tells when, and what each statement becomes. tests/contract/store/distribution_test.cpp checks
-- that every table is here exactly once and that its keys contain the column by which it is spread.

BEGIN;

SET LOCAL citus.shard_count = 64;                    -- two to four for each core of the workers you expect to have
SET LOCAL citus.multi_shard_modify_mode = 'sequential';

-- A unique rule can only be kept within a shard. The sequence is given out by the row of `head`, under its lock and in the
-- same transaction as the event, so it needs no rule of its own: on one machine the unique index is a second net.
DROP INDEX event_by_sequence;
CREATE INDEX event_by_sequence ON event (sequence);

-- One row each, or small and read in order: whole on one node, without a column by which they would be spread.
SELECT create_distributed_table('head', NULL);
SELECT create_distributed_table('schema_version', NULL, colocate_with => 'head');
SELECT create_distributed_table('projection_state', NULL, colocate_with => 'head');
SELECT create_distributed_table('half_made', NULL, colocate_with => 'head');
SELECT create_distributed_table('lease', NULL, colocate_with => 'head');
SELECT create_distributed_table('id_block', NULL, colocate_with => 'head');
SELECT create_distributed_table('past_position', NULL, colocate_with => 'head');
SELECT create_distributed_table('seal', NULL, colocate_with => 'head');
SELECT create_distributed_table('seal_node', NULL, colocate_with => 'head');
SELECT create_distributed_table('approval', NULL, colocate_with => 'head');
-- What is uploaded is joined with its job, and a job is found by its key too.
SELECT create_distributed_table('job', NULL, colocate_with => 'head');
SELECT create_distributed_table('job_part', NULL, colocate_with => 'head');
SELECT create_distributed_table('job_row', NULL, colocate_with => 'head');
SELECT create_distributed_table('job_event', NULL, colocate_with => 'head');

-- Master data, holds and secrets: few, changed seldom, wanted everywhere. Their unique rules are about other columns.
SELECT create_reference_table('record');
SELECT create_reference_table('hold');
SELECT create_reference_table('token_secret');

-- The ledger.
SELECT create_distributed_table('event', 'event_id');
SELECT create_distributed_table('event_private', 'event_id', colocate_with => 'event');
SELECT create_distributed_table('reversal', 'event_id', colocate_with => 'event');
SELECT create_distributed_table('amendment', 'event_id', colocate_with => 'event');
SELECT create_distributed_table('exception', 'event_id', colocate_with => 'event');

-- By subject: a unit, container or lot, and what is told of it, lie on the same node.
SELECT create_distributed_table('unit', 'unit_id', colocate_with => 'none');
SELECT create_distributed_table('container', 'container_id', colocate_with => 'unit');
SELECT create_distributed_table('lot', 'lot_id', colocate_with => 'unit');
SELECT create_distributed_table('lot_balance', 'lot_id', colocate_with => 'unit');
SELECT create_distributed_table('event_subject', 'subject_id', colocate_with => 'unit');
SELECT create_distributed_table('identifier_of_subject', 'subject_id', colocate_with => 'unit');
SELECT create_distributed_table('containment', 'child_id', colocate_with => 'unit');
SELECT create_distributed_table('contents', 'parent_id', colocate_with => 'unit');
SELECT create_distributed_table('hold_member', 'subject_id', colocate_with => 'unit');
SELECT create_distributed_table('trait', 'subject_id', colocate_with => 'unit');

-- By what they are found by.
SELECT create_distributed_table('identifier', 'value_norm', colocate_with => 'none');
SELECT create_distributed_table('event_document', 'number_norm', colocate_with => 'none');
SELECT create_distributed_table('counter', 'counter', colocate_with => 'none');
SELECT create_distributed_table('idempotency', 'key', colocate_with => 'none');
SELECT create_distributed_table('unit_count', 'holder_id', colocate_with => 'none');
SELECT create_distributed_table('unit_total', 'product_id', colocate_with => 'none');

-- Lists of past times, by the first number of their group.
SELECT create_distributed_table('past_group', 'group_a', colocate_with => 'none');
SELECT create_distributed_table('past_leaver', 'group_a', colocate_with => 'past_group');
SELECT create_distributed_table('past_list', 'group_a', colocate_with => 'past_group');
SELECT create_distributed_table('past_late', 'group_a', colocate_with => 'past_group');

COMMIT;
