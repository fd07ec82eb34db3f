import pytest

from qa.english.question_kind import asks_for_no_action, is_beyond_quotation, is_list_question

LIST = [
    "Which organisations helped the families?",
    "which organizations receive the gifts",
    "What companies ran the plants?",
    "Who were the sailors?",
    "who are the directors of the port?",
    "Name the boats that sank.",
    "name all sailors",
    "List the towns.",
    "Please list the ports the ferry calls at",
    "Can you list the sponsors?",
    "List every port on the way.",
    "Give me all the names of the crew",
    "Tell me the names of the pilots.",
    "Which towns were searched?",
    "What cities did she visit?",
    "In which cities were the plants?",
    "From what countries did they come?",
    "What were the names of the boats?",
    "What are the ports on the way?",
    "What are all the reasons given?",
    "Which small harbours stayed open?",
    "Which people spoke?",
    "What groups signed the letter?",
    "WHICH BOATS SANK?",
    "Who all came?",
]
SINGLE = [
    "Which organisation did she found?",
    "which boat sank?",
    "What company ran the plant?",
    "Who was the captain?",
    "Who confirmed it?",
    "Who is the legal director?",
    "Who are you?",
    "How many were released?",
    "When did the ferry leave?",
    "Where were the crew?",
    "Why did the boats sink?",
    "What is the name of the boat?",
    "What was the list for?",
    "Name one boat that sank.",
    "Name a port on the way.",
    "What name did she give the boats?",
    "Which press first wrote of it?",
    "What process was used?",
    "What business did he run?",
    "What happened to the boats?",
    "What did the sailors say?",
    "What does this say?",
    "Which of them was first?",
    "What crisis followed the storms?",
    "What was the cause of the fires?",
    "Which bus goes to the ports?",
    "Was the list complete?",
    "What news came?",
]
BEYOND = [
    "Summarise the documents",
    "summarize this",
    "Please summarise what happened.",
    "Can you summarise the report?",
    "Translate the first paragraph into Finnish",
    "Compare the two reports",
    "Could you please compare the two accounts?",
    "Paraphrase the letter.",
    "Rewrite this in plain words",
    "Explain to me how it works",
    "Write a letter to the mayor",
    "Draft an email to the owner.",
    "Write me a poem about the ferry",
    "Give me a summary of the raid",
    "give me a short overview",
    "What is this document about?",
    "What are these files about?",
    "How many documents are there?",
    "how many files mention the ferry?",
    "How many of the documents mention ICE?",
    "In how many documents is the ferry named?",
    "How many files do you have?",
    "How many documents are in this folder?",
    "how many documents in the folder?",
    "How many files?",
    "How many times is the ferry mentioned?",
    "how often does the word ferry occur?",
    "How many words does the report have?",
    "Count the documents that name the mayor",
    "What do you think of the raid?",
    "What do you recommend?",
    "Do you think the captain was right?",
    "Who was right, in your opinion?",
    "What is the difference between the two reports?",
    "How do the two accounts differ?",
    "How do these reports compare?",
    "Should I take the ferry?",
    "What should I do?",
    "Who are you?",
]
EXTRACTIVE = [
    "How many documents did the court release?",
    "How many pages did the report have when it was filed?",
    "How many files were seized?",
    "How many pages were redacted?",
    "How many times did the ferry sail?",
    "How many words did he say?",
    "How often does the ferry sail?",
    "How many documents did the ministry say it had destroyed?",
    "How many articles of the constitution were cited by the judge?",
    "Is it true that the ferry sank?",
    "Why did the ferry sink?",
    "Why do ferries sink?",
    "Who wrote a letter to the mayor?",
    "Who summarised the report?",
    "What did the summary say?",
    "What was compared with the flood of 1909?",
    "Which language was the letter translated into?",
    "What is the book about the ferry called?",
    "What do the sailors think of the captain?",
    "What do they recommend?",
    "What did the mayor think?",
    "Who explained to me is a phrase of whom?",
    "Describe the boat.",
    "Explain why the ferry sank",
    "What should the owner do?",
    "What should I do when the light blinks?",
    "What should I not take on board?",
    "What is the report about the ferry called?",
    "How many passengers does the ferry carry?",
    "Who counted the boats?",
    "What opinion did the court give?",
    "What difference did the lamp make?",
    "What differs from year to year?",
    "Name the boats.",
    "How many articles are there in the treaty?",
    "How many pages are there in the log?",
    "How many lines does the metro have?",
    "How often does the light appear?",
    "How does the catch compare with that of 1909?",
    "What is the difference between a visa and parole?",
]


@pytest.mark.parametrize("question", LIST)
def test_a_question_for_several_is_seen(question: str) -> None:
    assert is_list_question(question)


@pytest.mark.parametrize("question", SINGLE)
def test_a_question_for_one_is_no_list(question: str) -> None:
    assert not is_list_question(question)


@pytest.mark.parametrize("question", BEYOND)
def test_what_a_quotation_cannot_say_is_seen(question: str) -> None:
    assert is_beyond_quotation(question)


@pytest.mark.parametrize("question", EXTRACTIVE)
def test_what_a_quotation_may_say_is_not_refused(question: str) -> None:
    assert not is_beyond_quotation(question)
    assert not is_beyond_quotation(question.lower())


@pytest.mark.parametrize(("question", "expected"), [
    ("When were the raids?", True),
    ("  who counted them", True),
    ("How many came?", True),
    ("What did he do when it rained?", False),
    ("Where did they turn?", False),
    ("Whose boat was it?", False),
])  # fmt: skip
def test_when_who_and_how_many_ask_for_no_action(question: str, expected: bool) -> None:
    assert asks_for_no_action(question) is expected
