import { hears, type Part, says, tags, tells } from './script-part.ts'

const GREETING: readonly Part[] = [
  says('OPEN_GREET', '您好，{品牌}客服。', '您好，这里是{品牌}。', '上午好，{品牌}热线。'),
  says('OPEN_AGENT_ID', '工号{工号}为您服务。', '我是{工号}号客服代表。', '{工号}号话务员接听。'),
]
const OFFER = says('OPEN_OFFER_HELP', '请问有什么可以帮您？', '请问您想了解什么？', '您请讲，有什么事需要我处理？')
export const OPENING: readonly Part[] = [...GREETING, OFFER]

export const AGREED = hears('CONF_AGREE', '可以，没问题。', '行，就这样。', '好的，知道了。', '明白了。')
const BYE = says('CLOSE_BYE', '祝您生活愉快，再见。', '再见，祝您顺心。', '祝您一切顺利，再见。')
const THANKS = says('CLOSE_THANK', '感谢您的来电。', '谢谢您打来电话。', '谢谢您的配合。')
const MORE = says('CLOSE_MORE', '请问还有其他可以帮您的吗？', '您还有别的问题吗？', '还有其他事要我办吗？')
export const CLOSING: readonly Part[] = [MORE, THANKS, BYE]
export const WRITTEN_UP = [tells('ACW_WRAPUP', 'wrapup.saved')] as const
export const FOLLOWED_UP = [tells('ACW_FOLLOWUP', 'followup.created'), ...WRITTEN_UP] as const

/** What an agent who leaves nothing out says, and what systems see, in an inquiry. */
export const INQUIRY = {
  opening: OPENING,
  need_identification: [
    says(
      'NEED_RESTATE',
      '您想了解的是{事项}，对吗？',
      '我确认一下，您问的是{事项}。',
      '您的意思是想查{事项}，是这样吗？',
    ),
    says('', '先核验一下身份，麻烦您按提示输入服务密码。', '请您按语音提示输入一下服务密码。'),
    tells('NEED_ID_VERIFY', 'identity.verified'),
    tells('', 'billing.record_opened'),
    tags,
  ],
  resolution: [
    tells('RES_ANSWER', 'kb.article_opened'),
    says(
      'RES_ANSWER',
      '帮您查了，您现在用的是{业务}。',
      '我这边查到，{金额}是来电提醒的费用。',
      '系统显示，优惠到{时间}为止。',
    ),
    says('', '流量用完以后，超出的部分才另外计费。', '简单来说，就是用多少算多少。'),
    says('', '顺便提醒您，手机营业厅里随时能看余量。'),
  ],
  confirmation: [
    says(
      'RES_CHECK_UNDERSTOOD',
      '刚才我说的这几点，您都听明白了吗？',
      '我这样解释，您清楚了吗？',
      '您看还有不明白的地方吗？',
    ),
    AGREED,
  ],
  closing: CLOSING,
} as const satisfies Record<string, readonly Part[]>

/** The same in a complaint. */
export const COMPLAINT = {
  opening: [...GREETING, says('OPEN_OFFER_HELP', '有什么事需要我处理？', '您请讲，我在听。', '什么事要我帮忙查？')],
  need_identification: [
    says('NEED_EMPATHY', '换成是我也会着急。', '我很理解您的心情。', '这件事确实耽误您了。'),
    says('OPEN_ADDRESS', '{姓氏}女士，我听着呢。', '{姓氏}先生，您往下讲。'),
    says('NEED_APOLOGY', '非常抱歉，是我们没做好。', '对不起，这件事让您费心了。', '我代表公司跟您道歉。'),
    says('NEED_PROBE', '请问是哪一天发现的？', '具体是什么时候开始扣的呢？', '请问当时有没有收到短信？'),
    says('', '为了账户安全，请按语音提示输入服务密码。', '要看您的账户，麻烦先输入服务密码。'),
    tells('NEED_ID_VERIFY', 'identity.verified'),
    tells('', 'crm.history_opened'),
    says('NEED_VERIFY_FACTS', '我调出您的账单核对一下。', '我查询一下这几个月的详单。'),
    tells('NEED_VERIFY_FACTS', 'billing.record_opened'),
    says('NEED_RECORD', '您说的我都记下了。', '时间和金额已经登记好了。'),
    tells('NEED_RECORD', 'ticket.draft_saved'),
    tags,
    says(
      'NEED_RESTATE',
      '我复述一下，{时间}扣了{金额}，您要求退回，对吗？',
      '您反映的是{时间}多扣{金额}，我理解得对吗？',
      '您的诉求是把{金额}退回来，没错吧？',
    ),
  ],
  resolution: [
    says('RES_CAUSE', '核实下来，是活动到期没有自动停。', '查明了，原因是到期以后系统没有取消。'),
    says('RES_SOLUTION', '我给您申请把{金额}退回话费里。', '我帮您取消这项业务，再把钱退给您。', '马上给您办理退款。'),
    says('RES_CONSENT', '您看可以接受吗？', '您觉得这样行吗？'),
    hears('', '行吧，要快一点。', '那你们抓紧。'),
    says('RES_DEADLINE', '{时限}之内有结果。', '最晚明天下午有答复。'),
    says('RES_OWNER', '这件事由我一直跟进。', '后面由专人负责跟进。', '我会全程负责到底。'),
    tells('RES_OWNER', 'ticket.owner_set'),
    says('RES_TICKET', '投诉单已经提交了。', '受理单建好转过去了。'),
    tells('RES_TICKET', 'ticket.created'),
  ],
  confirmation: [
    says('CONF_SUMMARY', '最后跟您确认一下，{金额}退回账户。', '我再复述一遍，{金额}退到话费里。'),
    says('CONF_NEXT', '{时限}内给您回电。', '明天下午给您短信通知。'),
    says('CONF_CONTACT', '联系您就打现在这个号码，可以吗？', '回电还是打这个手机，对吗？'),
    says('CONF_TICKET_NO', '受理编号是{单号}。', '单号{单号}，您记一下。'),
    tells('CONF_TICKET_NO', 'ticket.number_sent'),
    AGREED,
  ],
  closing: [
    says('CLOSE_MORE', '还有其他方面要反映的吗？', '除了这件事，还有别的问题吗？'),
    says('CLOSE_APOLOGISE', '再次跟您说声对不起。', '感谢您的理解。', '再次向您道歉。'),
    BYE,
  ],
} as const satisfies Record<string, readonly Part[]>
