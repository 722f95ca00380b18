"""Makes what differs smaller, as long as it still differs."""
from random_articles import Article, shorter

TRIES = 400  # indexes to build at most


class Shrinker:
    def __init__(self, differs, articles, segments, query):
        self.differs, self.tries = differs, TRIES
        self.articles, self.segments, self.query = articles, segments, query

    def failing(self, articles, segments, queries):
        """The first of the queries that differs, or None."""
        if self.tries == 0 or not articles or not queries:
            return None
        self.tries -= 1
        found = self.differs(articles, segments, queries)
        return found[0][0] if found else None

    def fewer_segments(self):
        for n in range(1, self.segments):
            if self.failing(self.articles, n, [self.query]):
                self.segments = n
                return True
        return False

    def fewer_articles(self):
        """Halves, quarters ... left out; at the end one by one."""
        size = (len(self.articles) + 1) // 2
        changed = False
        while size > 0 and len(self.articles) > 1:
            at = 0
            while at < len(self.articles):
                rest = self.articles[:at] + self.articles[at + size:]
                if len(rest) >= self.segments and \
                        self.failing(rest, self.segments, [self.query]):
                    self.articles, changed = rest, True
                else:
                    at += size
            size //= 2
        return changed

    def simpler_query(self):
        """All at once: one index answers them."""
        own = self.query.text()
        some = {}
        for q in self.query.simpler():
            if len(q.text()) <= len(own) and q.text() != own:
                some.setdefault(q.text(), q)
        some = sorted(some.values(), key=lambda q: len(q.text()))
        found = self.failing(self.articles, self.segments, some)
        if found is not None:
            self.query = found
        return found is not None

    def shorter_article(self):
        for n, article in enumerate(self.articles):
            for parts in shorter(article):
                less = Article(article.id, parts)
                some = self.articles[:n] + [less] + self.articles[n + 1:]
                if self.failing(some, self.segments, [self.query]):
                    self.articles = some
                    return True
        return False


def shrink(differs, articles, segments, query):
    """Articles, segments and a query of which differs() still says so."""
    s = Shrinker(differs, articles, segments, query)
    while s.tries > 0 and any([s.simpler_query(), s.fewer_articles(),
                               s.fewer_segments(), s.shorter_article()]):
        pass
    return s.articles, s.segments, s.query
