"""Chinese texts for encoder tests, and a real embeddings endpoint that serves the encoder."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rag.adapters.onnx_encoder import OnnxEncoder

QUESTIONS = [
    "港口无人集卡的作业效率提高了多少？",
    "申报单位要满足哪些条件，自己要投入多少资金？",
    "养老机构的夜间看护机器人做什么？",
    "这份通知从什么时候开始施行？",
    "为什么医院不愿意共享影像数据？",
]
PASSAGES = [
    "码头改造后，十二台无人集卡昼夜运行，平均作业效率提高了百分之二十六，人工成本降低三成。",
    "申报单位应当在本市注册满两年，近三年无重大违法记录，并已投入不少于二百万元的自有资金。",
    "入夜之后，看护机器人每两小时巡房一次，发现老人跌倒或离床过久，立即通知值班护士。",
    "本通知自2026年3月1日起施行，有效期三年，由市科技行政部门负责解释。",
    "影像数据涉及患者隐私，责任边界又不清楚，多家医院担心出了问题无人承担，因此不愿共享。",
]
MORE = [
    "场景不是展厅，它要求技术在噪声、断网和粗心的操作之下照样可用。",
    "2025年上半年，全省规模以上工业增加值同比增长6.8%，高于全国平均水平0.9个百分点。",
    "（三）强化要素保障。统筹用地、用能、资金和数据，优先支持重大场景落地。",
    "第十七条　违反本条例规定，逾期不改正的，处五千元以上三万元以下罚款。",
    "《关于推进低空经济高质量发展的若干措施》（沪府办〔2025〕8号）同时印发。",
    "摘要：本文以三十七个城市为样本，检验开放场景对企业创新产出的影响。",
    "ＡＢＣ１２３，全角字符与半角字符 ABC123 应当读成一样的内容。",
    "气温在－5～12℃之间，东北风3到4级，夜里有小雪。",
    "價格由市場決定，政府不直接干預企業的定價。",
    "甲方应于每月5日前支付服务费，共计人民币壹拾贰万元整（¥120,000.00）。",
    "GDP、CPI 与 PMI 三项指标走势分化，API 接口每天更新一次。",
    "他放下手里的活，走到窗前，看见院子里的杏花开了。",
    "一是摸清底数，二是分类施策，三是跟踪问效。",
    "问：外地企业可以参加吗？答：可以，但须在本市设立分支机构。",
    "联系电话：021-6000 1234；邮箱：scene@example.org；网址：https://example.org/a?b=1",
    "主持人提问之后，台下沉默了几秒，随后有人举手说：“我们试过，失败了两次。”",
    "面向海洋、深空、深地等极端环境，机器人必须在无人干预下自主作业数月之久。",
    "清洁能源占比由2020年的41.2%提高到2024年的56.7%，弃风率下降到2%以内。",
    "老旧小区加装电梯，三分之二以上业主同意即可启动，财政按每台二十万元补贴。",
    "样本量不足、期限过短、缺少对照组，是这类评估最常见的三个毛病。",
    "The committee reviewed 86 proposals and funded 19 of them.",
    "卫星遥感结合地面传感器，把森林火情的发现时间从四十分钟缩短到六分钟。",
    "不得将财政补助资金用于发放人员工资、偿还债务或者对外投资。",
    "数字人播报用的是合成语音，字幕由编辑逐条核对后才能播出。",
    "课后服务每周不少于三天，每天不少于两小时，坚持自愿参加的原则。",
]
LONG = "。".join([*PASSAGES, *MORE[:8]]) * 3


class _Endpoint(BaseHTTPRequestHandler):
    """Answers POST /v1/embeddings; the name of the model chooses how it misbehaves."""

    encoder: OnnxEncoder
    seen: Counter[str]

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model = request["model"]
        self.seen[model] += 1
        self.seen["texts"] = max(self.seen["texts"], len(request["input"]))
        if model == "forbidden" and self.headers.get("Authorization") != "Bearer geheim":
            return self._send(401, b'{"error": "wrong key"}')
        if model == "flaky" and self.seen[model] < 3:
            return self._send(503, b"busy")
        if model == "down":
            return self._send(503, b"busy")
        if model == "html":
            return self._send(200, b"<html>login</html>")
        if model == "slow":
            time.sleep(1.0)
        items = self._items(request["input"], model)
        self._send(200, json.dumps({"object": "list", "data": items}).encode())

    def _items(self, texts: list[str], model: str) -> list[dict[str, Any]]:
        rows = []
        for text in texts:
            kind, _, rest = text.partition(": ")
            encode = (
                self.encoder.encode_queries if kind == "query" else self.encoder.encode_passages
            )
            rows.append([2.0 * value for value in encode([rest])[0].tolist()])
        if model == "zeros":
            rows = [[0.0] * 8 for _ in rows]
        if model == "ragged":
            rows[0] = rows[0][:5]
        if model == "growing":
            rows = [row[: 8 * self.seen[model]] for row in rows]
        items = [{"index": number, "embedding": row} for number, row in enumerate(rows)]
        if model == "short":
            items.pop()
        return items[::-1]

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):  # whoever would not wait for the slow one has gone
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def serve(encoder: OnnxEncoder) -> Iterator[tuple[str, Counter[str]]]:
    """Serve an encoder on a free port; yield the base address and counts of requests."""
    seen: Counter[str] = Counter()
    handler = type("Endpoint", (_Endpoint,), {"encoder": encoder, "seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1", seen
        finally:
            server.shutdown()
            thread.join()
