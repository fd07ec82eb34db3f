"""The words of English that Quoth knows, each list once: patterns elsewhere are built from these. Lower case, all of them."""

import re
from collections.abc import Iterable

AUXILIARIES = frozenset(
    """
    am is are was were be been being do does did has have had can could will would shall should may might must isn't
    aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't
    """.split()
)
MODALS = frozenset("can could will would shall should may might must can't couldn't won't wouldn't".split())
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

PREPOSITIONS_ALONE = frozenset(
    "above across around behind below beneath beside inside near off on outside over past under without".split()
)
"""They can answer by themselves: where to, with it or without."""

PLACE_PREPOSITIONS = frozenset("across around at from in inside into near outside to toward towards".split())
CONJUNCTIONS = frozenset("and or but because when while if that although though whether so nor whereas".split())
DETERMINERS = frozenset(
    """
    the a an this that these those his her its their my your our some any all both each every no another such several
    """.split()
)
DEMONSTRATIVES = frozenset("this that these those".split())
QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
PERSONAL_PRONOUNS = frozenset(
    "i me you we us he him she her it they them himself herself itself themselves his hers theirs".split()
)
POSSESSIVES = frozenset("my your our his her its their".split())
PRONOUNS = PERSONAL_PRONOUNS | frozenset(
    """
    one ones who whom which anyone anybody anything everyone everybody everything someone somebody something nobody
    nothing there
    """.split()
)
ADVERBS = frozenset(
    """
    afterwards again ago almost already also alone always away back down earlier else even ever exactly far finally here
    how however instead just later least less long many meanwhile more most much never nevertheless not now often only
    otherwise out quite rather really soon still then there therefore today together tomorrow too twice very well yet
    yesterday
    """.split()
)
BOUNDARIES = AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | QUESTION_WORDS | PRONOUNS | ADVERBS

VERBS = frozenset(
    """
    accept guarantee accuse achieve acquire add admit afford agree allow announce appear apply appoint argue arrest arrive ask
    attack attend avoid back become beg begin believe belong blame borrow bring build burn buy call carry carve
    catch cause celebrate change check choose claim climb close collaborate collect come commit compare compete
    complain complete conclude condemn confirm consider consist contain contradict contribute convict cooperate cost
    cover create criticise criticize cross cry damage decide declare defeat defend delay deliver demand demonstrate
    deny depend deport describe deserve design destroy detain develop die differ direct disappear discover discuss
    do donate draw drink drive drop earn eat elect employ encourage end enter escape establish estimate exist expect
    explain exploit expose extend face fail fall feed feel fight fill find finish flee fly focus follow force forget
    found free gain gather generate get give go grow guarantee guess happen hate have hear help hide hire hit hold hope hurt
    identify ignore impose improve include increase inform inherit injure insist inspect inspire intend introduce
    invent invest investigate invite involve join jump keep kill know lack last launch lay lead learn leave lend let
    like list live load lock look lose love maintain make manage manufacture marry mean meet mention miss move name
    need obtain occur offer open operate oppose order organise organize own paint pass pay perform permit persecute
    persuade pioneer plan play plead possess praise prefer prepare prevent print produce promise promote propose
    prosecute protect prove provide publish pull punish pursue push put quote raid raise reach read realise realize
    receive recognise recognize recommend recover reduce refer refuse regret reject release rely remain remember
    remove rent repair repeat replace reply report represent require rescue resign respond restore result retaliate
    retire return reveal ride rise rule run save say search see seem select sell send separate serve set settle
    share shelter shoot show shut sign sing sink sit sleep smoke solve sound speak spend spread stand start stay
    steal stick stop stress strike struggle study submit succeed sue suffer suggest support suppose surprise survive
    sweep swim take taste teach tell think threaten throw touch train transport travel treat trust try turn tweet
    understand use vanish visit vote wait wake walk want warn wash watch wear weigh welcome win wish witness wonder
    work worry write yield
    """.split()
)
"""Base forms that may follow the subject of a question with do, does or did."""

BASE_FORMS = dict(
    pair.split("=")
    for pair in """
    arose=arise ate=eat awoke=awake beat=beat beaten=beat became=become began=begin begun=begin bent=bend bit=bite
    bitten=bite blew=blow blown=blow bore=bear borne=bear bought=buy broke=break broken=break brought=bring
    built=build burst=burst came=come caught=catch chose=choose chosen=choose clung=cling cost=cost crept=creep
    cut=cut dealt=deal done=do drank=drink drawn=draw drew=draw driven=drive drove=drive drunk=drink dug=dig
    eaten=eat fallen=fall fed=feed fell=fall felt=feel fled=flee flew=fly flown=fly forgave=forgive forgiven=forgive
    forgot=forget forgotten=forget fought=fight found=find froze=freeze frozen=freeze gave=give given=give gone=go
    got=get grew=grow grown=grow heard=hear held=hold hid=hide hidden=hide hit=hit hung=hang hurt=hurt kept=keep
    knew=know known=know laid=lay led=lead left=leave lent=lend lit=light lost=lose made=make meant=mean met=meet
    overthrew=overthrow paid=pay put=put ran=run rang=ring read=read ridden=ride risen=rise rode=ride rose=rise
    said=say sang=sing sank=sink sat=sit saw=see seen=see sent=send set=set shaken=shake shone=shine shook=shake
    shot=shoot shown=show shrank=shrink slept=sleep slid=slide sold=sell sought=seek spent=spend spoke=speak
    spoken=speak sprang=spring spread=spread spun=spin stole=steal stolen=steal stood=stand struck=strike
    stuck=stick sunk=sink swam=swim swept=sweep swore=swear sworn=swear swung=swing taken=take taught=teach
    thought=think threw=throw thrown=throw told=tell took=take tore=tear torn=tear understood=understand went=go
    wept=weep withdrawn=withdraw withdrew=withdraw woke=wake won=win wore=wear worn=wear written=write wrote=write
    """.split()
)
PAST_FORMS = frozenset(BASE_FORMS)
"""Past tenses and participles that do not end in -ed."""

VERB_FORMS = (AUXILIARIES - MODALS) | PAST_FORMS
"""Auxiliaries and irregular past tenses: by themselves no answer to when, who or how many."""

SAYING_ANYTHING = frozenset("said says told testified".split())
"""Verbs that say who said what stands beside them, wherever it stands."""

SAYING_IN_QUOTATION = frozenset(
    "claimed announced alleged insisted argued asserted reported explained stated wrote".split()
)
"""The same before a stop, a quotation mark or `that`; elsewhere they have an object: "announced a strike"."""

SAYING_THAT = frozenset(
    "confirmed acknowledged added noted estimated claims argues insists alleges asserts writes".split()
)
"""The same before `that` alone."""

THINKING = frozenset("believe believes believed think thinks thought suspect suspects suspected claim claims".split())

SAYING = (
    SAYING_ANYTHING
    | SAYING_IN_QUOTATION
    | SAYING_THAT
    | frozenset(
        """
        adds admit argue believe believed believed called calls claim confirm denied deny expects found insist knew know
        means mentioned replied report reports say sees show showed shows stress stressed suggested think thinks thought
        tweeted want wanted wants
        """.split()
    )
)
"""Verbs after which `that` begins what is said, thought or wanted."""

SMALL_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split()
    )
}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
NUMBER_WORDS = frozenset([*SMALL_NUMBERS, *TENS, *SCALES])
COUNTING_WORDS = frozenset([*SMALL_NUMBERS, *TENS]) - {"zero"}
"""Numbers below a hundred that count something."""

NEARLY = frozenset("almost nearly".split())
"""Before a number: it is not quite reached."""

ABOUT = frozenset(["about", "around", "approximately", "roughly", "some", "estimated", "circa", "close to"])
"""Before a number: it lies near by, on either side."""

NEGATIONS = frozenset("no not never nobody nothing none neither nor without cannot".split())
MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
WEEKDAYS_AND_MONTHS = frozenset([*WEEKDAYS, *MONTHS])

EMPTY_NOUNS = frozenset("kind kinds sort type part number amount rest majority some all most half".split())
"""Before `of` they leave the meaning to what follows it."""

IRREGULAR_PLURALS = frozenset("people children men women police parents feet teeth mice geese cattle families".split())
SINGULAR_IN_S = frozenset("news politics series species congress process analysis basis crisis campus status".split())
TIME_NOUNS = frozenset(
    "day week weekend month year summer winter spring autumn morning afternoon evening time moment".split()
)
GROUP_WORDS = frozenset(
    """
    administration agency alliance army association authority bank board bureau center centre church city clinic club
    college commission committee company congress corporation council court department federation firm foundation
    fund government group house institute investigations justice law ministry museum network office organization
    organisation parliament party police press school security senate service services site society state states team
    times union university university's web women airport hospital library county street river island
    """.split()
)
"""Words that make a name one of a group or place, not of a person."""

TITLES = frozenset(
    """
    ambassador attorney captain chairman chairwoman chancellor chief deputy director doctor general governor judge king
    mayor minister officer president prime professor queen secretary senator spokesman spokesperson spokeswoman vice
    """.split()
)
"""Words for what a person is, not for who."""

GROUP_NOUNS = frozenset(
    """
    agency alliance association authority band broadcaster bureau business center centre charity church clinic club
    committee company corporation department employer firm foundation group institution magazine ministry network
    newspaper nonprofit office orchestra organisation organization outlet party publisher team union
    """.split()
)
"""What "the ..." may call a group that was named before."""

PLACE_NOUNS = frozenset(
    "area city country county facility factory location place plant region site state town village".split()
)

GENDERED_NOUNS = dict.fromkeys(
    "daughter girl lady mother queen sister widow wife woman".split(), "female"
) | dict.fromkeys("boy brother father husband king man son".split(), "male")

PERSON_NOUNS = TITLES | frozenset(
    """
    activist actor advocate agent ally artist author boss boy builder child citizen colleague customer daughter
    doctor driver employee engineer expert father founder friend girl husband immigrant inventor lawyer leader man
    manager member migrant mother neighbor neighbour nurse organizer owner painter passenger patient person player
    poet predecessor reporter resident rival scientist singer soldier son student successor teacher victim wife
    witness woman worker writer
    """.split()
)
"""Nouns that "it" cannot stand for."""

FEMALE_NAMES = frozenset(
    """
    ada alice amy angela anna anne barbara carmen carol catherine charlotte clara diana elena elizabeth ella emily emma
    eva grace hannah helen ines irene isabel jane jennifer jessica joan julia kamala karen kate laura linda lisa lucy
    margaret maria marie martha mary michelle monica nancy nina olga olivia patricia rachel rosa ruth
    sandra sara sarah sofia sophia susan teresa victoria
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

_SPACE = r"\s+"


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of these, the longer before what they begin with; a space is any white space.

    any_of(["nine", "nineteen"]) -> "(?:nineteen|nine)"
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    patterns = (_SPACE.join(map(re.escape, word.split())) for word in ordered)
    return f"(?:{'|'.join(patterns)})"
