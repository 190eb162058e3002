-- Which texts do several articles carry, and did a copy change a negation?
-- One group is one story, however many articles carry it. Where `negation_differs`, read both: one says "tidak", one does not.
SELECT a.title AS first_title, a.outlet_id AS first_outlet, g.articles, g.outlets, g.exact_copies, g.edited_copies,
       g.negation_differs
FROM duplicate_groups g JOIN articles a ON a.article_id = g.first_article_id
ORDER BY g.articles DESC, first_title;
