"""English words that build a question rather than name what it is about. Lower case, all of them."""

AUXILIARIES = frozenset(
    """
    am is are was were be been being do does did has have had can could will would shall should may might must isn't
    aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't
    """.split()
)
FORMS_OF_DO = frozenset("do does did don't doesn't didn't".split())
FORMS_OF_BE = frozenset("am is are was were isn't aren't wasn't weren't".split())
PREPOSITIONS = frozenset(
    """
    about above according across after against among around as at before behind below beneath beside besides between
    beyond by despite during except for from in inside into like near of off on onto outside over past per regarding
    since than through throughout till to toward towards under until up upon versus via with within without
    """.split()
)
QUANTITY_PREPOSITIONS = frozenset("about over around under".split())
"""Before a number they belong to it."""

PLACE_PREPOSITIONS = frozenset("across around at from in inside into near outside to toward towards".split())
CONJUNCTIONS = frozenset("and or but because when while if that although though whether so nor whereas".split())
DETERMINERS = frozenset(
    """
    the a an this that these those his her its their my your our some any all both each every no another such several
    """.split()
)
DEMONSTRATIVES = frozenset("this that these those".split())
QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
PRONOUNS = frozenset(
    """
    i me you we us he him she her it they them himself herself itself themselves his hers theirs one ones who whom which
    anyone anybody anything everyone everybody everything someone somebody something nobody nothing there
    """.split()
)
ADVERBS = frozenset(
    """
    again ago almost already also alone always away back down else even ever far here how just long more most much never
    not now often only out quite rather really soon still then there today together tomorrow too twice very well yet
    yesterday many less least exactly instead otherwise
    """.split()
)
BOUNDARIES = AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | QUESTION_WORDS | PRONOUNS | ADVERBS

VERBS = frozenset(
    """
    accuse agree announce apply arrest arrive ask back become beg begin believe belong bring build buy call carry cause
    change claim close come condemn confirm cost cover create cross defend demand deny describe die do employ end expect
    explain face feel find finish follow force found free get give go grow happen have hear help hold invite join keep
    kill know last lead learn leave let list live lose make mean meet move name need offer open order own pass pay plan
    play praise prevent produce protect provide publish put raise reach receive rely remove report require respond
    return run say see seem sell send serve set settle share show sign speak spend stand start stay stop study suggest
    support take teach tell think travel treat try turn tweet use visit want warn wear weigh win work write
    """.split()
)
"""Base forms that may follow the subject of a question with do, does or did."""

PAST_FORMS = frozenset(
    """
    became began begun bought broke broken brought built came caught chose chosen cost cut done drawn drew driven drove
    eaten fallen fell felt flew flown forgot forgotten fought found gave given gone got grew grown heard held hidden
    hit hurt kept knew known laid led left lent lost made meant met paid put ran read risen rose said sang sat saw
    seen sent set shot shown slept sold spent spoke spoken stole stolen stood struck sunk swam taken taught thought
    thrown told took understood went woke won wore worn written wrote
    """.split()
)
"""Past tenses and participles that do not end in -ed."""

SAYING = frozenset(
    """
    added admit announced argue argued believe believed believes claim claimed claims confirm confirmed denied deny
    found insist insisted knew know means mentioned report reported reports said say says show showed shows stated
    suggested think thinks thought told wrote stress stressed
    """.split()
)
"""Verbs after which `that` begins what is said."""

EMPTY_NOUNS = frozenset("kind kinds sort type part number amount rest majority some all most half".split())
"""Before `of` they leave the meaning to what follows it."""

IRREGULAR_PLURALS = frozenset("people children men women police parents feet teeth mice geese cattle families".split())
SINGULAR_IN_S = frozenset("news politics series species congress process analysis basis crisis campus status".split())
WEEKDAYS_AND_MONTHS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december
    """.split()
)
GROUP_WORDS = frozenset(
    """
    administration agency alliance army association authority bank board bureau center centre church city clinic club
    college commission committee company congress corporation council court department federation firm foods foundation
    fund government group house institute investigations justice law ministry museum network office organization
    organisation parliament party police press school security senate service services site society state states team
    times union university university's web women airport hospital library county street river island
    """.split()
)
"""Words that make a name one of a group or place, not of a person."""

FEMALE_NAMES = frozenset(
    """
    ada alice amy angela anna anne barbara carmen carol catherine charlotte clara diana elena elizabeth ella emily emma
    eva grace hannah helen ines irene isabel jane jennifer jessica joan julia kamala karen kate laura linda lisa lucy
    magdalena margaret maria marie martha mary michelle mónica monica nancy nina olga olivia patricia rachel rosa ruth
    sandra sara sarah sofia sophia sejal susan teresa victoria
    """.split()
)
MALE_NAMES = frozenset(
    """
    adam alan alejandro albert alexander andrew anthony arthur barack ben bernie bill brian carl carlos charles
    christopher daniel david donald edward eric francis frank fred george gary harry henry hugo ivan jack jacob james
    jeff joe john jonathan joseph juan kenneth kevin luis mark martin matthew michael mike nicholas oscar otto patrick
    paul pedro peter philip richard robert ronald samuel simon stephen steven thomas tim walter william
    """.split()
)
"""Given names common enough to rule out a pronoun of the other gender; any other name goes with both."""
