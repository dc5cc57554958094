package conversation

var (
	pronoun = words(`he him his she her hers they them their theirs it its this that these those there then so i we you us me`)

	determiners = words(`the a an this that these those its his her their our my your some any all each every both no more most another other`)

	manyWords = words(`people men women children police troops forces media data casualties staff`)
	oneWords  = words(`news congress kansas texas us series politics economics physics species crisis headquarters`)

	// nouns are verbs in form that stand mostly for things behind "how many".
	nouns = words(`attack attacks strike strikes vote votes talks report reports plan plans deal call calls aid hit ban cut rise fall move moves trade march stops people
		troops shows works rules offer offers hits claim claims visit visits fight demand demands warning meeting answer answers change changes`)

	// verbs of news and of questions, as they stand behind "did".
	verbs = words(`abandon abstain accept accuse achieve act add address admit adopt advance agree aim allow amend announce answer appeal appear appoint
		approve argue arrest arrive ask assess attack attempt attend back ban be bear become begin believe belong blame block bomb break bring broker build
		burn call cancel capture carry cast cause change charge cite claim close collapse come comment commit complain condemn confirm consider contain
		continue control cost count cover crash create criticise criticize cross cut deal decide declare defend delay deliver demand deny depart describe
		destroy die differ disagree discuss dismiss dispute do doubt draft drop earn elect embrace end endorse enter escape evacuate expect explain
		express extend face fail fall fear feel fight file fill find finish fire flee follow force gather get give go grow halt hand happen hate have head
		hear help hide hit hold hope host hunt identify impose include increase inform injure inspect insist intend intervene introduce invade investigate
		invite involve join keep kill know lack last launch lead learn leave let lie lift list live look lose make march matter mean measure mediate meet
		mention miss move name need negotiate object observe obtain occur offer open oppose order organise organize overrun own pass pay permit persuade
		plan play pledge point praise predict prefer prepare present press prevent produce promise propose protect protest prove provide publish pull push put
		quit raise reach react read receive recommend recover refuse regret reject release rely remain remove repeat replace reply report request require
		resign resist resolve respond restore result resume retake return reveal rise rule run save say see seek seem seize sell send serve set share
		shell shift shoot show shut sign sit speak spend split stage stand start stay stop strike submit succeed suffer suggest support suspend
		take talk target tell test think threaten throw train travel treat trigger trust try turn understand urge use veto violate visit voice vote vow wait walk
		want warn watch welcome win withdraw witness wonder work worry wound write`)

	irregular = words(`hit shot killed struck burned burnt held sent said told made taken given found kept left lost met paid put set brought built caught cut
		driven known seen sold shown spoken stolen won written broken chosen drawn led fed fought hurt laid read shut split spent stood taught thought
		thrown torn understood withdrawn beaten born begun done gone hidden hung let lit ridden risen spread stuck sunk sworn worn overrun retaken`)

	// speech are verbs whose object may be what was claimed.
	speech = words(`say said says tell told announce announced claim claimed report reported write wrote warn warned deny denied confirm confirmed know known believe
		think add admit predict promise insist state declare mention suggest argue explain`)
)
