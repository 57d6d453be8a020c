namespace ZipkinMesh.Tests;
public class P { [Fact] public void A_B_C() => Assert.True(true); }
