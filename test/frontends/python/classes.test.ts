import { describe } from 'vitest';
import { table } from './support';

describe('classes', () => {
  table([
    ['class A(B, c.D, Generic[T], metaclass=M): pass', 'A = class A extends @B, @c.D, @Generic'],
    ['@deco(1)\n@plain\nclass A: pass', '@deco(1)\nA = class A'],
    // Fields: of the class, said to exist in instances, said so in a method.
    [
      `
      class A:
        """doc"""
        X = 1
        Y: int = 2
        z: str
        def __init__(self):
          self.s: zmq.Socket = None
          self.t = 1`,
      `
      A = class A
        static X = 1
        static Y: @int = 2
        z: @str
        s: @zmq.Socket
        constructor __init__ = fn __init__()
          this.s = null
          this.t = 1`,
    ],
    // What the body reads again is a variable, assigned before the class is made.
    [
      `
      class A:
        PORT = 5555
        ADDR = "tcp://*:%d" % PORT
        def f(self, p=PORT): pass`,
      `
      A.PORT = 5555
      A = class A
        static PORT = A.PORT
        static ADDR = format("tcp://*:", A.PORT)
        f = fn f(p = A.PORT)`,
    ],
    [
      `
      class A:
        a = b = 1
        c, d = x
        if x: e = 1
        from q import r
        class I: W = 1
        register(a)
        f = 1
        f = f + 1`,
      `
      A.a = (A.b = 1)
      [A.c, A.d] = @x
      if @x
        A.e = 1
      A.r = import "q".r
      A.I = class I
        static W = 1
      @register(A.a)
      A.f = 1
      A.f = (A.f + 1)
      A = class A
        static f = A.f
        static a = A.a
        static b = A.b
        static c = A.c
        static d = A.d
        static e = A.e
        static r = A.r
        static I = A.I`,
    ],
  ]);
});

describe('methods', () => {
  table([
    [
      `
      class A:
        def m(this, a): return this.a
        def _p(self): pass
        def __enter__(self): return self
        def var(*args): return args[0]
        async def c(self): await self.x
        h = lambda self, x: self.y + x`,
      `
      A = class A
        m = fn m(a)
          return this.a
        private _p = fn _p()
        __enter__ = fn __enter__()
          return this
        var = fn var(...args)
          return args[0]
        c = async fn c()
          await this.x
        h = fn(x)
          return (this.y + x)`,
    ],
    [
      `
      class A:
        @classmethod
        def make(cls, a): return cls(a)
        @staticmethod
        def st(self): return self
        def __new__(cls): return super().__new__(cls)`,
      `
      A = class A
        static make = @(@classmethod) fn make(a)
          return this(a)
        static st = @(@staticmethod) fn st(self)
          return self
        static __new__ = fn __new__()
          return super.__new__(this)`,
    ],
    [
      `
      class A:
        @property
        def x(self): return self._x
        @x.setter
        def x(self, v): self._x = v
        @x.deleter
        def x(self): del self._x
        @functools.cached_property
        def c(self): return 1
        def get(self): return 2
        y = property(get)`,
      `
      A = class A
        get x = @(@property) fn x()
          return this._x
        set x = fn x(v)
          this._x = v
        get c = @(@functools.cached_property) fn c()
          return 1
        get = fn get()
          return 2
        get y = fn get()
          return 2`,
    ],
    // Signatures are no methods; a later definition replaces an earlier one.
    [
      'class A:\n  @overload\n  def f(self, a: int): ...\n  def f(self): return 1\n  def f(self): return 2',
      'A = class A\n  f = fn f()\n    return 2',
    ],
  ]);
});

describe('this', () => {
  table([
    [
      `
      class A:
        def f(self):
          def g(x): return self.a + x
          def h(self): return self.b
          return lambda: self.c`,
      `
      A = class A
        f = fn f()
          g = arrow g(x)
            return (this.a + x)
          h = arrow h(self)
            return self.b
          return arrow()
            return this.c`,
    ],
    // Another \`this\` in between: the outer one is kept in a variable.
    [
      `
      class A:
        def f(self):
          class B:
            def g(inner): return self.a`,
      `
      A = class A
        f = fn f()
          self = this
          B = class B
            g = fn g()
              return self.a`,
    ],
    [
      'class A:\n  def f(self):\n    self = other()\n    return self.x',
      'A = class A\n  f = fn f()\n    self = this\n    self = @other()\n    return self.x',
    ],
    [
      'class A:\n  def f(self, x):\n    [self for self in x]\n    return self',
      'A = class A\n  f = fn f(x)\n    [self for self of x]\n    return this',
    ],
  ]);
});

describe('super', () => {
  table([
    [
      `
      class A(B.C, D):
        def __init__(self, x):
          super().__init__(x)
          super(A, self).run()
          B.C.__init__(self, x)
          B.C.run(self)
          D.__init__(self)`,
      `
      A = class A extends @B.C, @D
        constructor __init__ = fn __init__(x)
          super.constructor(x)
          super.run()
          super.constructor(x)
          super.run()
          @D.__init__(this)`,
    ],
  ]);
});

describe('constructors that Python writes', () => {
  table([
    [
      `
      @dataclass
      class C:
        host: str = "h"
        port: int = field(default=1)
        tags: list = field(default_factory=list)
        n = 1
        def __post_init__(self): pass`,
      `
      C = class C
        static host: @str = "h"
        static port: @int = @field(default=1)
        static tags: @list = @field(default_factory=@list)
        static n = 1
        __post_init__ = fn __post_init__()
        constructor __init__ = fn __init__(this.host: @str = "h", this.port: @int = 1, this.tags: @list = @list())
          this.__post_init__()`,
    ],
    [
      '@dataclasses.dataclass(frozen=True)\nclass C(B):\n  x: int = 0',
      `
      @dataclasses.dataclass(frozen=true)
      C = class C extends @B
        static x: @int = 0
        constructor __init__ = fn __init__(this.x: @int = 0, **<rest>)
          super.constructor(**<rest>)`,
    ],
    [
      'class P(NamedTuple):\n  x: int',
      'P = class P extends @NamedTuple\n  x: @int\n  constructor __init__ = fn __init__(this.x: @int)',
    ],
  ]);
});

describe('functions', () => {
  table([
    ['def f(a, /, b, *args, c, d=1, **kw): pass', 'f = fn f(a, b, ...args, c, d = 1, **kw)'],
    ['@app.route("/x", y=1)\n@dec\nasync def f(): pass', 'f = @(@app.route("/x", y=1)) @(@dec) async fn f()'],
    ['def f(a: A, *b: B, **c: C) -> D: return', 'f = fn f(a: @A, ...b: @B, **c: @C): @D\n  return'],
  ]);
});
