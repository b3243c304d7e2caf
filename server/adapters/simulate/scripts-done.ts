import { hears, type Part, says, tags, tells } from './script-part.ts'
import { AGREED, CLOSING, OPENING } from './scripts-asked.ts'

const CHECKED = [
  says('', '先核验一下身份，请您输入服务密码。', '麻烦您报一下证件号末四位，我核对机主身份。'),
  tells('NEED_ID_VERIFY', 'identity.verified'),
  tags,
] as const

/** What an agent who leaves nothing out says, and what systems see, in a repair. */
export const REPAIR = {
  opening: OPENING,
  need_identification: [
    says('NEED_EMPATHY', '上不了网确实很耽误您。', '我理解您的着急，我们一步一步来查。'),
    says('NEED_AFTERSALES_DETAIL', '光猫上的指示灯现在是什么颜色？', '是从什么时候开始断的？', '路由器重启过没有？'),
    ...CHECKED,
    says('NEED_RESTATE', '您反映的是{故障}，对吗？', '我确认一下，是{故障}，没错吧？'),
    says('NEED_RECORD', '故障情况我先登记好。', '这些我都记下了。'),
  ],
  resolution: [
    says('RES_TROUBLESHOOT', '麻烦您把光猫断电半分钟再开。', '请您重启一下路由器试试。'),
    tells('RES_TROUBLESHOOT', 'diag.remote_test_run'),
    says('RES_RESPONSIBILITY', '检测下来，故障出在小区这段线路。', '查到了，问题是在机房设备。'),
    says('RES_SOLUTION', '我帮您重新下发一次数据。', '我给您申请换一根线。'),
    tells('RES_DISPATCH', 'workorder.dispatched'),
    tells('RES_DISPATCH', 'visit.booked'),
    says('RES_DISPATCH', '装维师傅会上门处理。', '维修人员过来上门看。'),
    says('RES_DEADLINE', '{时限}之内一定修好。', '最晚明天上午处理完。'),
    says('RES_COOP', '请您保持手机畅通，家里留人。', '麻烦您准备好开门。'),
    says('RES_PROGRESS', '处理进度可以在手机营业厅查。', '进度会发短信通知您。'),
  ],
  confirmation: [
    says('CONF_SUMMARY', '我再复述一遍，{故障}已经派单。', '最后确认一下，{故障}今天处理。'),
    says('CONF_NEXT', '{时限}内联系您。', '明天上午联系您。'),
    says('CONF_CONTACT', '联系您就打这个号码，对吗？', '还是打您现在这个手机，可以吗？'),
    says('CONF_TICKET_NO', '报修单号是{单号}。', '单号{单号}，您留意一下。'),
    AGREED,
  ],
  closing: CLOSING,
} as const satisfies Record<string, readonly Part[]>

/** The same where something is ordered. */
export const ORDER = {
  opening: OPENING,
  need_identification: [
    says(
      'NEED_RESTATE',
      '您想办理的是{业务}，对吗？',
      '我确认一下，您是要换成{业务}。',
      '您的需求是开通{业务}，是这样吗？',
    ),
    ...CHECKED,
    says('RES_ELIGIBILITY', '我查一下合约有没有到期。', '我看了，条件都符合，可以办。'),
    tells('RES_ELIGIBILITY', 'order.eligibility_checked'),
  ],
  resolution: [
    tells('', 'order.opened'),
    says('RES_CONTENT', '{业务}包含四十个G流量和五百分钟通话。', '这一档里面有四十个G，还有五百分钟。'),
    says('RES_FEE', '月费是{金额}。', '每月{金额}。'),
    tells('RES_FEE', 'order.fee_shown'),
    says('RES_EFFECTIVE', '{时间}零点生效。', '从{时间}零点开始执行，到时自动生效。'),
    tells('RES_EFFECTIVE', 'order.effective_time_shown'),
    says('RES_RISK', '提醒您，合约期{期限}，提前取消要付违约金。'),
    says('RES_ORDER_RESTATE', '提交前再跟您核对一遍要办的业务。', '跟您再确认一下，办理的是{业务}。'),
    says('', '确认短信发过去了，您看清楚再回。'),
    tells('RES_EXPLICIT_CONSENT', 'order.consent_confirmed'),
    tells('RES_SUBMIT', 'order.submitted'),
    tells('RES_RESULT', 'order.result'),
    says('RES_RESULT', '已经办理成功了。', '开通成功了，稍后有短信。'),
  ],
  confirmation: [
    says('CONF_ORDER', '这次办理的是{业务}，每月{金额}，{时间}生效。', '您办理{业务}，{金额}一个月，{时间}零点生效。'),
    AGREED,
  ],
  closing: CLOSING,
} as const satisfies Record<string, readonly Part[]>

/** The same in a survey by telephone. Resolution and confirmation are taken only where the score is low. */
export const SURVEY = {
  opening: [
    says('OPEN_GREET', '您好。', '下午好。'),
    says('OPEN_OUT_VERIFY_PARTY', '请问是{姓氏}先生本人吗？', '请问您是机主本人吗？'),
    hears('', '是我，你哪位？', '嗯，我是。'),
    says('OPEN_OUT_SELF_INTRO', '我是{品牌}客服中心的，工号{工号}。', '这里是{品牌}客户服务中心，工号{工号}。'),
    says('OPEN_OUT_PURPOSE', '打电话给您是想了解{事项}的处理情况。', '致电是想听听您对{事项}的感受。'),
    says('OPEN_OUT_CONVENIENT', '您现在方便接电话吗？', '您这会儿方便聊几分钟吗？'),
    says('OPEN_OUT_DURATION', '大概耽误您{分钟}分钟。', '一共就三个小问题，大约{分钟}分钟。'),
    hears('', '可以，你说吧。', '行，你问吧。'),
  ],
  need_identification: [
    says('CB_ASK_SPECIFIC', '师傅上门的时间准时吗？', '网络现在恢复正常了吗？', '客服的解释您觉得清楚吗？'),
    says('CB_SCORE', '从一到十分，您打几分？', '请您给这次服务评几分？'),
    hears('CB_SCORE', '打{分数}分吧。', '{分数}分。'),
    tells('CB_SCORE', 'survey.score_recorded'),
  ],
  resolution: [
    says('CB_REASON', '能具体说说哪里让您不满意吗？', '您觉得是哪个环节不到位？'),
    says('NEED_APOLOGY', '抱歉，没有一次处理好。', '对不起，让您久等了。'),
    says('CB_RECORD', '您的意见我记下了。', '您的建议已经反馈给相关部门。'),
    tells('CB_RECORD', 'survey.saved'),
    says('CB_RECOVER', '我马上给您重新派单处理。', '我现在就重新提交一次。'),
    tells('CB_RECOVER', 'ticket.reopened'),
    says('RES_DEADLINE', '{时限}之内有结果。', '最晚明天下午处理完。'),
  ],
  confirmation: [
    says('CONF_RECAP_FEEDBACK', '您反馈的主要是等待时间偏长。', '您的意见主要是等得太久。'),
    says('CONF_NEXT', '{时限}内给您回电。', '明天上午联系您。'),
    AGREED,
  ],
  closing: [
    says('CLOSE_THANK', '非常感谢您接受回访。', '谢谢您抽时间。'),
    says('CLOSE_BYE', '祝您生活愉快，再见。', '那就不打扰了，再见。'),
  ],
} as const satisfies Record<string, readonly Part[]>
