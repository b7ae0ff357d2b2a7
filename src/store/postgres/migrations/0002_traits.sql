-- What goods bear beside their fixed fields, and holds by category.

-- Attributes (one value each) and tags (attribute_id 0) of units, lots and containers, as they stand now.
CREATE TABLE trait (
  subject_id bigint NOT NULL,
  attribute_id bigint NOT NULL,   -- the attribute, a master record; 0: a tag
  value_key text COLLATE "C" NOT NULL,         -- by which values are compared and sorted
  subject_kind smallint NOT NULL,
  value text COLLATE "C",                      -- as it is shown; NULL: the same as value_key
  set_by bigint NOT NULL,         -- event
  PRIMARY KEY (subject_id, attribute_id, value_key)
);
-- Finds who bears a value, in order of the subject, or of the value.
CREATE INDEX trait_by_value ON trait (attribute_id, subject_kind, value_key, subject_id);

ALTER TABLE hold ADD COLUMN rule_category bigint;  -- NULL: any
